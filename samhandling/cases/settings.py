"""What an area decides about its cases, and what holds until it has decided.

Only the four weeks for an answer have a source (HNT's routine, peers [1]); the other days are proposals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from samhandling.web.i18n import marked


@dataclass(frozen=True, slots=True)
class Setting:
    """`label`, `hint`: message ids. Values from `least` to `most`; a choice of yes and no is 1 and 0."""

    default: int
    least: int
    most: int
    label: str
    hint: str = ""

    @property
    def is_choice(self) -> bool:
        return (self.least, self.most) == (0, 1)


PICTURES: Final = "pictures"
#: Of the PKO's role as a whole, each week: 3.5 hours is what such a position commonly has (ruling A11).
STEWARD_MINUTES: Final = "steward_minutes"
SETTINGS: Final[Mapping[str, Setting]] = {
    PICTURES: Setting(
        0, 0, 1, marked("Bilder og skannede PDF-er kan legges ved"),
        marked("En maskin leser teksten i dem. Ingen andre ser dem før praksiskonsulenten har klarert dem."),
    ),
    "route_at_once": Setting(
        1, 0, 1, marked("Rene saker går rett til svar"),
        marked("En sak med kjent enhet og regel venter ikke på praksiskonsulenten, som ser den etterpå."),
    ),
    "receive_days": Setting(7, 1, 40, marked("Mottak, i arbeidsdager")),
    "answer_days": Setting(20, 5, 60, marked("Svar, i arbeidsdager"), marked("20 arbeidsdager er fire uker.")),
    "remind_days": Setting(15, 1, 60, marked("Påminning om svar, etter arbeidsdager")),
    "extend_days": Setting(10, 1, 40, marked("Utsatt frist, i arbeidsdager")),
    "silent_days": Setting(20, 5, 60, marked("Melderens tid til å si fra, i arbeidsdager")),
    "council_days": Setting(40, 10, 120, marked("Til rådet uten svar, etter arbeidsdager")),
    "statement_days": Setting(10, 5, 40, marked("Fremstilling i en tvist, i arbeidsdager")),
    "report_cases": Setting(
        5, 5, 30, marked("Minst så mange avvik bak et tall i en rapport"),
        marked("Gjelder tall om kapittel, regel, enhet og sted. Tall som ikke når grensen, vises ikke."),
    ),
    "report_offices": Setting(3, 3, 20, marked("Fra minst så mange kontorer")),
    "advice_days": Setting(20, 5, 60, marked("Råd etter møtet, i arbeidsdager")),
    STEWARD_MINUTES: Setting(
        210, 30, 6_000, marked("Praksiskonsulentens tid, i minutter i uka"),
        marked("For rollen i alt, også når flere deler den. 210 minutter er tre og en halv time."),
    ),
}  # fmt: skip
