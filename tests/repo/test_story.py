"""What docs/STORY.md shows is what its commands print, and its pictures are there."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

ROOT = Path(__file__).parents[2]
STORY = ROOT / "docs" / "STORY.md"
ID = re.compile(r"(?<=^ {12})[0-9a-f]{8}", re.MULTILINE)
AGREEMENT = "src/parley/demo/agreement.yaml"


def test_what_the_story_shows_is_what_its_commands_print(
    tmp_path: Path, run_cli: Callable[..., CompletedProcess[str]]
) -> None:
    """Ids and the numbers of notes differ from record to record; the rest is word for word."""
    seen = run_cli(tmp_path, "demo").stdout
    ids: dict[str, str] = {}
    for block in re.findall(r"^```\n(.*?)^```", STORY.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        for part in filter(None, re.split(r"^(\$ .*\n)|^…\n", block, flags=re.MULTILINE)):
            if not part.startswith("$ "):
                found = re.search(write_pattern(part), seen, re.MULTILINE)
                assert found, part
                ids |= zip(ID.findall(part), found.groups(), strict=True)
            elif part.startswith("$ parley") and "open" not in part:
                words = [ids.get(word, word) for word in shlex.split(part)[2:]]
                done = run_cli(tmp_path, *(str(ROOT / word) if word == AGREEMENT else word for word in words))
                assert done.returncode == 0, done.stderr
                written = (path.read_text(encoding="utf-8") for path in tmp_path.glob("*.md"))
                seen = "".join((done.stdout, done.stderr, *written))


def write_pattern(shown: str) -> str:
    """Write the pattern of lines: an ellipsis is any words, an id any id, the number of a note any number."""
    pattern = re.escape(ID.sub("ID", shown)).replace("…", ".*").replace("ID", "([0-9a-f]{8})")
    return "^" + re.sub(r"\\\^\d+", r"\\^\\d+", pattern)


def test_every_picture_of_the_story_is_there_and_light() -> None:
    pictures = re.findall(r"!\[.+?\]\((.+?)\)", STORY.read_text(encoding="utf-8"))
    assert set(pictures) == {f"story/{path.name}" for path in (STORY.parent / "story").iterdir()}
    assert all((STORY.parent / picture).stat().st_size < 90_000 for picture in pictures)
