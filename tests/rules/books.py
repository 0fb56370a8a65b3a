"""Small rulebooks on disk, over the real field schema."""

from pathlib import Path

from samhandling.rules.engine import Ruleset
from samhandling.rules.loader import load_ruleset

RULES = Path(__file__).parents[2] / "rules"

TEXTS = """\
    message:
      sender: {nb: Brevet mangler noe., nn: Brevet manglar noko.}
      recipient: {nb: Du kan vente noe., nn: Du kan vente noko.}
    remedy: {nb: Skriv det., nn: Skriv det.}
"""


def rule(number: str, more: str, strength: str = "bør", documents: str = "[epikrise]") -> str:
    """A rule with all its texts; `more` is YAML with one key a line, such as `applies: deceased`."""
    lines = "".join(f"    {line}\n" for line in more.splitlines())
    return (
        f'  - id: "{number}"\n    version: 1\n    valid_from: 2018-03-01\n    responsible: [sykehus]\n'
        f"    strength: {strength}\n    documents: {documents}\n    machine: full\n{lines}{TEXTS}"
    )


def statement(number: str, *rules: str, examples: str = "") -> str:
    head = (
        f'statement: "{number}"\nsource: {{lines: 1-2}}\nheading: {{nb: En regel, nn: Ein regel}}\n'
        "text: {nb: Noe bør gjøres., nn: Noko bør gjerast.}\nrules:\n"
    )
    return head + "".join(rules) + (f"---\nexamples:\n{examples}" if examples else "")


def write_book(folder: Path, *statements: str, areas: dict[str, str] | None = None) -> Path:
    """A rulebook folder `nfa-2018` with these statements, each in the file of its number. Gives the folder."""
    book = folder / "nfa-2018"
    book.mkdir(parents=True, exist_ok=True)
    (folder / "schema.yaml").write_bytes((RULES / "schema.yaml").read_bytes())
    head = (RULES / "nfa-2018" / "ruleset.yaml").read_text().split("\nstatements:\n")[0]
    listed = ""
    for text in statements:
        number = text.split('"')[1]
        ids = [line.split('"')[1] for line in text.split("\n---\n")[0].splitlines() if line.startswith("  - id: ")]
        letters = sorted({found.removeprefix(number) for found in ids} - {""})
        listed += f'  "{number}": [{", ".join(letters)}]\n'
        (book / f"{number}.yaml").write_text(text)
    (book / "ruleset.yaml").write_text(f"{head}\nstatements:\n{listed}" if listed else f"{head}\nstatements: {{}}\n")
    for name, text in (areas or {}).items():
        (folder / "areas").mkdir(exist_ok=True)
        (folder / "areas" / f"{name}.yaml").write_text(text)
    return book


def load(folder: Path, *statements: str, area: str | None = None, areas: dict[str, str] | None = None) -> Ruleset:
    return load_ruleset(write_book(folder, *statements, areas=areas), area)
