"""Makes the two imported files of the actors' registry from the lists that they come from.

    python -m tools.import_actors ../shared/data/actors

`ucdp.csv` from the UCDP Actor Dataset 22.1 (CC BY 4.0), `agents.csv` from the PLOVER and Phoenix lists of agents (MIT).
"""

import csv
import re
import sys
from pathlib import Path

from parley.ontology.folding import fold_name
from parley.ontology.names import find_name

FOLDER = Path(__file__).parents[1] / "src" / "parley" / "ontology" / "registry"
KINDS = {"1": "armed group", "2": "communal group", "3": "supporters", "4": "government"}
LOCATIONS = {
    "Russia (Soviet Union)": "Russia", "DR Congo (Zaire)": "DR Congo", "Myanmar (Burma)": "Myanmar",
    "Yemen (North Yemen)": "Yemen", "Cambodia (Kampuchea)": "Cambodia", "Serbia (Yugoslavia)": "Serbia",
    "Zimbabwe (Rhodesia)": "Zimbabwe", "Madagascar (Malagasy)": "Madagascar", "Congo": "Republic of the Congo",
    "Bosnia-Herzegovina": "Bosnia", "Vietnam (North Vietnam)": "Vietnam",
}  # fmt: skip
NAMES = ("NameData", "NameOrigFullEng", "NameOrigFull", "NameOrig", "NewName", "NewNameFullEng")
IN_ENGLISH = ("NameOrigFullEng", "NewNameFullEng")
ONE_WORD = re.compile(r"(?:The )?[A-Z][a-z]+")
"""A translation of one word ("The Family", and "Spanish" by error) names nobody in particular."""
SECTORS = {"NON": "UNK", "JNK": "", "PRM": "", "PRE": "", "IMG": "UNK", "ELI": "GOV", "SOC": "CVL"}
EVALUATIVE = re.compile(r"terror|extrem|radical|fanatic|murderous|thug|jihad|bandit|islamist|\bregime\b|moslem|muslem")
"""Words by which a speaker judges: they stay wording and never give a sector."""
AGENT = re.compile(r"^([A-Z][A-Z_' -]*?)[_ ]*\s*\[~([A-Z]+)\]")
PERSONS = ("MAN", "MEN", "WOMAN", "WOMEN", "PERSON")
MINISTRIES = ("MINISTER", "MINISTERS", "MINISTRY", "MINISTRIES")


def main(source: Path) -> None:
    """Write both files."""
    print(import_ucdp(source / "ucdp-actor-221.csv", FOLDER / "ucdp.csv"), "actors")
    lists = [source / "PLOVER_agents.txt", source / "Phoenix.agents.txt"]
    print(import_agents(lists, FOLDER / "agents.csv"), "agents")


def import_ucdp(source: Path, target: Path) -> int:
    """Write one row an actor: UCDP's id, name, kind, country, other names; return how many."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [_import_actor(row) for row in csv.DictReader(file)]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "name", "kind", "country", "others"])
        writer.writerows(sorted(rows, key=lambda row: int(row[0])))
    return len(rows)


def _import_actor(row: dict[str, str]) -> list[str]:
    written = ((key, " ".join(row[key].split())) for key in NAMES)
    names = [name for key, name in written if not (key in IN_ENGLISH and ONE_WORD.fullmatch(name))]
    names = [name for name in names if name not in ("", "n/a")]
    short = re.fullmatch(r"[A-Z][A-Za-z/. +-]{0,11}", names[0]) and names[0].upper() == names[0]
    name = next((other for other in names[1:] if len(other) > len(names[0])), names[0]) if short else names[0]
    others = list(dict.fromkeys(other for other in names if fold_name(other) != fold_name(name)))
    government = row["Org"] == "4"
    location = name.removeprefix("Government of ") if government else row["Location"].strip()
    return [row["ActorId"], name, KINDS[row["Org"]], _find_country(location), "|".join(others)]


def _find_country(location: str) -> str:
    found = find_name(LOCATIONS.get(location, location))
    return found.entity if found and found.kind == "country" else ""


def import_agents(sources: list[Path], target: Path) -> int:
    """Write one row a word: the words in lower case and PLOVER's sector; return how many."""
    sectors: dict[str, str] = {}
    for source in sources:
        for line in source.read_text(encoding="utf-8", errors="replace").splitlines():
            for words, sector in _read_agent(line):
                sectors.setdefault(words, sector)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["words", "sector"])
        writer.writerows(sorted(sectors.items()))
    return len(sectors)


def _read_agent(line: str) -> list[tuple[str, str]]:
    spelled = [line]
    for mark, forms in (("!PERSON!", PERSONS), ("!MINIST!", MINISTRIES)):
        spelled = [one.replace(mark, form) for one in spelled for form in (forms if mark in one else ("",))]
    found = [match for one in spelled if (match := AGENT.match(one.split("{")[0].rstrip()))]
    pairs = [(match[1].replace("_", " ").strip().lower(), match[2][:3]) for match in found]
    pairs = [(words, sector) for words, sector in pairs if words and not EVALUATIVE.search(words)]
    return [(words, SECTORS.get(sector, sector)) for words, sector in pairs if SECTORS.get(sector, sector)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
