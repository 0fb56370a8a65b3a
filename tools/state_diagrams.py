"""Writes docs/tilstander.md: the diagram and the table of moves of every kind of case, from the rows that are used.

`python -m tools.state_diagrams`
"""

from pathlib import Path
from typing import Final

from samhandling.app import SLICES
from samhandling.cases.moves import START, Hat, Machine, Move

FILE: Final = Path(__file__).parent.parent / "docs" / "tilstander.md"
_HATS: Final = {
    Hat.REPORTER: "melder",
    Hat.RESPONSIBLE: "enheten",
    Hat.PARTY: "part",
    Hat.STEWARD: "PKO",
    Hat.COUNCIL: "rådet",
    Hat.SECRETARY: "sekretær",
    Hat.OSO: "OSO",
    Hat.MACHINE: "klokka",
}
_TOP: Final = """# Tilstander

Laget av tabellene som knapper, avslag og tester bruker (`python -m tools.state_diagrams`). Et flytt som ikke står her,
blir avslått med en grunn. «Upartisk»: ikke av en som har en side i saken.
"""


def document() -> str:
    return _TOP + "".join(_kind(str(kind.label), kind.machine) for kind in SLICES)


def _kind(label: str, machine: Machine) -> str:
    rows = "\n".join(_row(machine, move) for move in machine.moves)
    arrows = "\n".join(_arrow(source, move) for move in machine.moves for source in sorted(move.sources) if move.to)
    ends = "\n".join(f"    {state} --> [*]" for state in sorted(machine.ends))
    names = "\n".join(f"    {code}: {name}" for code, name in machine.states.items())
    return (
        f"\n## {label}\n\n```mermaid\nstateDiagram-v2\n{names}\n{arrows}\n{ends}\n```\n\n"
        f"| Flytt | Fra | Til | Hvem | Krever |\n|---|---|---|---|---|\n{rows}\n"
    )


def _arrow(source: str, move: Move) -> str:
    return f"    {'[*]' if source == START else source} --> {move.to}: {move.done}"


def _row(machine: Machine, move: Move) -> str:
    sources = ", ".join("ny" if each == START else machine.states[each] for each in sorted(move.sources))
    to = machine.states.get(move.to, "blir stående") + (" (når alle har svart)" if move.stays_while else "")
    hats = ", ".join(_HATS[hat] for hat in Hat if hat in move.hats) + (" (upartisk)" if move.impartial else "")
    needs = " ".join(machine.facts[need] for need in move.needs)
    return f"| {move.label or move.done} | {sources} | {to} | {hats} | {needs} |"


def main() -> None:
    FILE.write_text(document(), "utf-8")


if __name__ == "__main__":
    main()
