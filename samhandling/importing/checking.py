"""Each row of a sheet is either a report, or a list of what must be mended, by row, column and what to do.

Nothing is stored here and nothing is guessed: a name that may mean two organisations is asked about.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from samhandling.casework.rulebook import Cites, parted
from samhandling.deviations.codes import Frequency, Identification
from samhandling.deviations.reporting import Report, suggested_title
from samhandling.deviations.situations import SITUATIONS
from samhandling.importing.choices import CHOICES, chosen, may_be, told
from samhandling.importing.columns import BY_FIELD, FREE_TEXT, Heading, understood
from samhandling.importing.directory import Directory, mentioned
from samhandling.importing.months import OLDEST, month_of
from samhandling.importing.rows import TOO_LONG, Row, Sheet
from samhandling.web.fields import Field, Inspect, Inspected, Kind
from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext, marked

#: The title of the example in the template; a row that has it is left out.
EXAMPLE: Final = "Eksempel: slett denne raden"
MOST_MINUTES: Final = 6_000
NAMES_OFFICE: Final = marked(
    "Teksten nevner kontoret («%(words)s»). Enheten leser teksten, men får ikke vite hvem som meldte: ta navnet ut."
)
_NOBODY: Final = frozenset({"vet ikke", "veit ikkje", "ukjent", "ukjend"})


@dataclass(frozen=True, slots=True)
class Fault:
    """`column`: its name in the file, with its letter. `text`: what to do, in the reader's language."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be made a case. `same_as`: the first row of the file that says exactly the same; 0 for none."""

    row: int
    report: Report
    same_as: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """`faults`: by row and column. `unused`: columns that are left out. `examples`: rows left out as the example."""

    ready: tuple[Ready, ...] = ()
    faults: tuple[Fault, ...] = ()
    unused: tuple[str, ...] = ()
    examples: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows are held against. `fingerprint`: a keyed hash, so that the same row is known again."""

    area: int
    directory: Directory
    cites: Cites
    today: date
    inspect: Inspect
    fingerprint: Callable[[str], str]
    maalform: str = "nb"


def check(sheet: Sheet, known: Known) -> Checked:
    """Raises Unreadable when the heading is none."""
    heading = understood(sheet.heading)
    checking = _Checking(known, heading)
    ready: list[Ready] = []
    examples: list[int] = []
    first: dict[str, int] = {}
    times: Counter[str] = Counter()
    for row in sheet.rows:
        if checking.text(row, "tittel") == EXAMPLE:
            examples.append(row.number)
            continue
        report = checking.report(row)
        if report is None:
            continue
        said = _said(known.area, report)
        times[said] += 1
        made = replace(report, form_key=form_key(known.fingerprint(f"{said} {times[said]}")))
        ready.append(Ready(row.number, made, first.get(said, 0)))
        first.setdefault(said, row.number)
    return Checked(tuple(ready), tuple(checking.faults), heading.unused, tuple(examples))


def gone(ready: Ready, found: Directory, cites: Cites) -> str:
    """Why a row that was checked can be made no more, in the reader's language; empty when it can."""
    report = ready.report
    if any(each is not None and each not in found.shown for each in (report.unit, report.office)):
        return gettext(marked("Enheten eller kontoret er avsluttet i mellomtiden."))
    if report.rule and parted(report.rule)[0] not in cites.statements:
        return gettext(marked("Regelverket har ikke regelen %(rule)s.")) % {"rule": report.rule}
    return ""


def form_key(fingerprint: str) -> str:
    """Of what is made from a list: the same line sent again makes nothing more."""
    return f"list:{fingerprint}"[:64]


def _said(area: int, report: Report) -> str:
    """All that a row says, whatever order its columns have."""
    values = [area, report.month, report.situation, report.rule, report.unit, report.office, report.role]
    values += [report.title, report.category, report.good, report.consequence, report.minutes]
    values += [report.frequency, report.identification, report.maalform, *sorted(report.texts.items())]
    return json.dumps(values, ensure_ascii=False)


@dataclass(slots=True)
class _Checking:
    """Row by row; what must be mended is gathered in `faults`. A text that stands in many rows is looked at once."""

    known: Known
    heading: Heading
    faults: list[Fault] = field(default_factory=list)
    seen: dict[tuple[str, str], Inspected] = field(default_factory=dict)

    def report(self, row: Row) -> Report | None:
        before = len(self.faults)
        self._complaints(row)
        month, situation = self._month(row), self._choice(row, "situasjon")
        rule = self._rule(row, situation)
        unit, office = self._organisation(row, "enhet"), self._organisation(row, "kontor")
        role = self._role(row, office)
        minutes, good = self._minutes(row), self._choice(row, "godt") == "ja"
        texts = {each: self._free_text(row, each) for each in FREE_TEXT}
        rest = {each: self._choice(row, each) for each in ("folge", "hyppighet", "kategori", "pasient", "maalform")}
        if unit is not None and unit == office:
            self._fault(row, "enhet", marked("Enheten er den samme som kontoret. Et kontor melder ikke seg selv."))
        if not (situation or rule or texts["hva"] or good) and len(self.faults) == before:
            self._fault(row, "situasjon", marked("Fyll ut situasjon, regel eller hva som skjedde."))
        self._unnamed(row, unit, office, texts, rest["pasient"])
        if len(self.faults) > before:
            return None
        name = self.known.directory.shown.get(unit, "") if unit is not None else ""
        return Report(
            title=texts["tittel"] or suggested_title(situation, rule, name, self.known.cites),
            month=month,
            form_key="",
            rule=rule,
            unit=unit,
            office=office,
            role=role,
            situation=situation if situation in SITUATIONS else "",
            category=rest["kategori"],
            good=good,
            consequence=int(rest["folge"]) if rest["folge"] else None,
            minutes=minutes,
            frequency=Frequency(rest["hyppighet"] or Frequency.UNKNOWN),
            identification=Identification(rest["pasient"] or Identification.UNKNOWN),
            texts={
                kind: texts[name]
                for kind, name in (("account", "hva"), ("immediate_action", "straks"), ("proposal", "forslag"))
                if texts[name]
            },
            maalform=rest["maalform"] or self._spoken(office),
        )

    def text(self, row: Row, code: str) -> str:
        place = self.heading.places.get(code)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _fault(self, row: Row, code: str, message: str, /, **values: object) -> None:
        self.faults.append(Fault(row.number, self.heading.name(code), gettext(message) % values))

    def _complaints(self, row: Row) -> None:
        """Of cells in columns that are used; what is left out cannot be wrong."""
        used = set(self.heading.places.values())
        for place, complaint in row.complaints.items():
            if place in used:
                text = gettext(complaint.text) % complaint.values
                self.faults.append(Fault(row.number, self.heading.at(place), text))

    def _is_complained_of(self, row: Row, code: str) -> bool:
        return self.heading.places.get(code) in row.complaints

    def _month(self, row: Row) -> str:
        text = self.text(row, "maaned")
        month = month_of(text)
        if self._is_complained_of(row, "maaned"):
            return ""
        if not text:
            self._fault(row, "maaned", marked("Fyll ut måneden, for eksempel 2026-03."))
        elif not month:
            message = marked("«%(text)s» er ingen måned. Skriv for eksempel 2026-03.")
            self._fault(row, "maaned", message, text=text[:40])
        elif month > f"{self.known.today:%Y-%m}":
            self._fault(row, "maaned", marked("Måneden kan ikke ligge fram i tid."))
        elif month < OLDEST:
            self._fault(row, "maaned", marked("Måneden er før reglene fra 2018. Ta ut raden."))
        return month

    def _choice(self, row: Row, code: str) -> str:
        text = self.text(row, code)
        found = chosen(code, text) if text else ""
        if found is None:
            names = "», «".join(told(code).values())
            message = marked("«%(text)s» er ikke et av svarene: «%(names)s».")
            if len(CHOICES[code]) > 8:
                message = marked("«%(text)s» er ikke et av svarene. Se listen i malen.")
            self._fault(row, code, message, text=text[:40], names=names)
        return found or ""

    def _rule(self, row: Row, situation: str) -> str:
        """The situation's own when the cell is empty."""
        text = self.text(row, "regel").split(" ")[0].strip(".").lower()
        own = SITUATIONS[situation].rule if situation in SITUATIONS else ""
        if not text:
            return own
        statement, letter = parted(text)
        known = self.known.cites.statements.get(statement)
        if len(text) == 10 and text[4] == "-":
            self._fault(row, "regel", marked("Regnearket har gjort nummeret til en dato. Formater kolonnen som tekst "
                                             "og skriv nummeret på nytt."))  # fmt: skip
        elif known is None or (letter and letter not in known.letters):
            self._fault(row, "regel", marked("Regelverket har ikke regelen %(rule)s."), rule=text[:12])
        elif own and parted(own)[0] != statement:
            self._fault(row, "regel", marked("Situasjonen hører til regel %(rule)s. La en av dem stå tom."), rule=own)
        return own or text

    def _organisation(self, row: Row, code: str) -> int | None:
        text = self.text(row, code)
        if not text or text.casefold() in _NOBODY:
            return None
        found = self.known.directory.called(text)
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = "», «".join(sorted(self.known.directory.shown[each] for each in found))
            self._fault(row, code, marked("Flere heter «%(text)s». Skriv en av: «%(names)s»."), text=text[:60],
                        names=names)  # fmt: skip
        elif self.known.directory.is_closed(text):
            self._fault(row, code, marked("«%(text)s» er avsluttet. Skriv den som har tatt over."), text=text[:60])
        elif like := self.known.directory.like(text):
            names = "», «".join(like)
            self._fault(row, code, marked("Området har ingen «%(text)s». Mener du «%(names)s»?"), text=text[:60],
                        names=names)  # fmt: skip
        else:
            self._fault(row, code, marked("Området har ingen «%(text)s». Se listen i malen, eller la cellen stå tom."),
                        text=text[:60])  # fmt: skip
        return None

    def _role(self, row: Row, office: int | None) -> str:
        role = self._choice(row, "rolle")
        if role and office is None and not self.text(row, "kontor"):
            self._fault(row, "rolle", marked("Fyll ut kontoret også, eller la rollen stå tom."))
        elif role and office is not None and not may_be(role, self.known.directory.organisations[office].kind):
            self._fault(row, "rolle", marked("Ingen i «%(name)s» har rollen «%(role)s»."), role=told("rolle")[role],
                        name=self.known.directory.shown[office])  # fmt: skip
        return role

    def _minutes(self, row: Row) -> int | None:
        text = self.text(row, "minutter").casefold().removesuffix("minutter").removesuffix("min").strip(" .")
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= MOST_MINUTES:
            return int(text)
        self._fault(row, "minutter", marked("Skriv et helt tall fra 0 til %(most)s."), most=MOST_MINUTES)
        return None

    def _free_text(self, row: Row, code: str) -> str:
        text, longest = self.text(row, code), BY_FIELD[code].longest
        if len(text) > longest:
            self._fault(row, code, TOO_LONG, n=len(text), most=longest)
        elif text:
            for mark in (mark for problem in self._looked_at(code, text).problems for mark in problem.marks):
                self._fault(row, code, marked("«%(words)s» %(what)s. %(instead)s"), words=mark.words, what=mark.what,
                            instead=mark.instead)  # fmt: skip
        return text

    def _unnamed(self, row: Row, unit: int | None, office: int | None, texts: Mapping[str, str], patient: str) -> None:
        """What the unit reads does not tell which office it was, unless that is to be shown."""
        shown = self.known.directory.shown
        if office is None or office not in shown or patient == Identification.SHOW_OFFICE:
            return
        for code, text in texts.items():
            if said := mentioned(text, shown[office], shown.get(unit or 0, "")):
                self._fault(row, code, NAMES_OFFICE, words=said)

    def _looked_at(self, code: str, text: str) -> Inspected:
        asked = (code, text)
        if asked not in self.seen:
            self.seen[asked] = self.known.inspect(Field(code, code, Kind.LONG), text, Submitted())
        return self.seen[asked]

    def _spoken(self, office: int | None) -> str:
        """The office's own form of Norwegian, else that of the area."""
        found = self.known.directory.organisations.get(office) if office is not None else None
        return found.maalform if found else self.known.maalform
