"""The shape of the house: what no reviewer should have to look for."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

import parley
from parley.cli.app import app
from parley.ontology import event_kinds

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "parley"
RATCHET = json.loads((Path(__file__).parent / "sizes.json").read_text())
TEXTS = {".py", ".md", ".toml", ".txt", ".html", ".yaml", ".jsonl", ".json", ""}


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "versions" not in path.parts]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_the_public_names_are_sorted_and_exist() -> None:
    names = [name for name in parley.__all__ if name not in {"LANGUAGES", "__version__"}]
    assert names == sorted(names)
    for name in parley.__all__:
        assert getattr(parley, name) is not None


def test_every_public_name_of_the_package_is_listed() -> None:
    public = {name for name in vars(import_module("parley.public")) if name[0] != "_"}
    assert public == set(parley.__all__) - {"__version__"} == set(dir(parley)) - {"__version__"}


@pytest.mark.parametrize("command", sorted(get_command(app).commands))  # type: ignore[attr-defined]
def test_every_command_teaches_and_stands_in_the_readme(command: str) -> None:
    verb = get_command(app).commands[command]  # type: ignore[attr-defined]
    assert len(verb.help or "") > 40
    assert f"parley {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_column_of_the_exports_is_explained() -> None:
    page = (ROOT / "docs" / "EXPORT.md").read_text(encoding="utf-8")
    for table, columns in import_module("parley.export.codebook").load_codebook().items():
        section = page.partition(f"### {table}:")[2].partition("###")[0]
        for name, column in columns.items():
            kind = f"{column.type}, {column.unit}" if column.unit else column.type
            assert f"| `{name}` | {column.meaning} | {kind} |" in section


def test_the_guide_to_agreements_lists_every_type_with_its_modes() -> None:
    page = (ROOT / "docs" / "AGREEMENT.md").read_text(encoding="utf-8")
    for name, kind in event_kinds().items():
        modes = ", ".join(f"`{mode}`" for mode in kind.modes)
        assert f"| `{name}` | {kind.gloss} | {modes} |" in page


def test_the_architecture_names_every_part() -> None:
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    parts = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    for part in parts - {"__init__", "__main__", "version"}:
        assert f"| `{part}` |" in page, part


def test_the_changelog_begins_with_this_version() -> None:
    released = re.findall(r"^## \[(\d.*?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert released[0] == parley.__version__


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    name = path.relative_to(SOURCE).as_posix()
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= RATCHET["modules"].get(name, RATCHET["lines_of_a_module"])
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            allowed = RATCHET["functions"].get(f"{name}:{node.name}", RATCHET["lines_of_a_function"])
            assert length <= allowed, f"{node.name} has {length} lines, at most {allowed}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_prints_or_exits_outside_the_command_line(path: Path) -> None:
    if "cli" in path.relative_to(SOURCE).parts:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"print", "exit", "quit", "sys.exit", "os._exit"}, f"line {node.lineno}"
        assert not (isinstance(node, ast.Import) and any(alias.name == "pickle" for alias in node.names))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_takes_an_empty_name(path: Path) -> None:
    assert path.stem not in {"utils", "util", "common", "helpers", "helper", "misc"}


def test_nothing_in_the_tree_names_a_registry_or_a_machine() -> None:
    registries = r"py[p]i\.|python[h]osted|npm[j]s|registry[.]\w+[.](?:org|io|com|dev|net)\b|index[-]url"
    banned = re.compile(registries + r"|(?<![\w./-])/(?:work|root|tmp)/|\bTO[D]O|\bFIX[M]E")
    for path in tracked():
        if path.suffix in TEXTS and path != Path(__file__) and path.name != "LICENSE":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                assert not banned.search(line), f"{path.relative_to(ROOT)} line {number}: {line[:100]}"


def test_constraints_pin_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    needed = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.split(r"[<>=\[ ]", name)[0].lower().replace("_", "-") for name in needed}
    assert names - {project["name"]} <= pinned


SOME_VERBS_NEED = {"rich", "msgspec", "sqlalchemy", "numpy", "jinja2", "ruamel", "xlsxwriter", "icalendar", "urllib3"}
FEW_CALLS_NEED = {
    "torch", "onnxruntime", "trafilatura", "py3langid", "alembic", "pyarrow", "tokenizers", "pdfplumber", "docx",
    "odfdo", "feedparser", "warcio", "python_calamine", "starlette", "uvicorn",
}  # fmt: skip


@pytest.mark.parametrize(
    ("imported", "heavy"),
    [
        ("parley, parley.cli.app", SOME_VERBS_NEED | FEW_CALLS_NEED),
        (", ".join(f"parley.cli.{path.stem}" for path in sorted((SOURCE / "cli").glob("*.py"))), FEW_CALLS_NEED),
        (
            "parley.cli.lists, parley.cli.assessed, parley.cli.tracing",
            FEW_CALLS_NEED | {"numpy", "ruamel", "jinja2", "parley.ingest"},
        ),
    ],
    ids=["the command line", "every verb", "what lists"],
)
def test_what_starts_starts_without_the_heavy_parts(imported: str, heavy: set[str]) -> None:
    code = f"import sys, {imported}\nprint(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
