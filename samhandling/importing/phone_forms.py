"""The form of the phone list: the lines, and below them a row of choices for each that was understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from samhandling.casework.rulebook import Cites
from samhandling.deviations.forms import months
from samhandling.deviations.reporting import Report, suggested_title
from samhandling.deviations.situations import SITUATIONS
from samhandling.importing.checking import MOST_MINUTES, NAMES_OFFICE, Known, Ready, form_key
from samhandling.importing.choices import told
from samhandling.importing.directory import mentioned
from samhandling.importing.phone_list import Call, has_date, understood
from samhandling.web.fields import Field, Filled, Kind, Problem, read
from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext, marked

LINES: Final = "liste"
AT_ONCE: Final = "straks"
#: Rows at once: a form may have four hundred fields.
MOST: Final = 40
_LONGEST: Final = 20_000
_LONGEST_LINE: Final = 1_000
_LINES: Final = Field(
    LINES,
    marked("Samtalene, en linje for hver"),
    Kind.LONG,
    marked("For eksempel: 12.3. Havnes legesenter; epikrise sen; Medisinsk avdeling; 20 min"),
    required=False,
    longest=_LONGEST,
)
_AT_ONCE: Final = Field(
    AT_ONCE,
    marked("Send sakene til enhetene med en gang"),
    Kind.TICK,
    marked("Gjelder saker med både enhet og regel: enheten får varsel, og svarfristen løper fra i dag. Ellers ligger "
           "sakene i køen din."),
    required=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PhoneForm:
    """`rows`: the original line of each, by its number."""

    filled: Filled
    rows: Mapping[int, str]

    def with_problem(self, name: str, message: str) -> "PhoneForm":
        return replace(self, filled=self.filled.with_problem(name, message))


@dataclass(frozen=True, slots=True)
class Parted:
    """`left`: lines that were not understood, that may not stand, or that there is no room for; as they were."""

    calls: tuple[Call, ...]
    left: tuple[str, ...]
    problems: tuple[Problem, ...]


def only_lines(lines: str) -> PhoneForm:
    return PhoneForm(Filled((_LINES,), {LINES: lines}), {})


def read_form(sent: Submitted, known: Known) -> PhoneForm:
    """The rows that were sent, with what was chosen in them. The lines are looked at when they are parted."""
    rows = {number: sent.text(f"linje-{number}") for number in range(MOST) if _is_row(sent, number)}
    fields = tuple(field for number in rows for field in _row_fields(number, known))
    filled = read((*fields, _AT_ONCE), sent, known.inspect)
    values = {**filled.values, LINES: sent.text(LINES)}
    form = PhoneForm(replace(filled, fields=(_LINES, *filled.fields), values=values), rows)
    if len(sent.text(LINES)) > _LONGEST:
        message = gettext("Teksten er for lang: %(n)s tegn, og det er plass til %(most)s.")
        form = form.with_problem(LINES, message % {"n": len(sent.text(LINES)), "most": _LONGEST})
    return form


def _is_row(sent: Submitted, number: int) -> bool:
    return 0 < len(sent.text(f"linje-{number}")) <= _LONGEST_LINE


def _row_fields(number: int, known: Known) -> tuple[Field, ...]:
    shown = {str(each): name for each, name in known.directory.shown.items()}
    return (
        Field(f"maaned-{number}", marked("Måned"), Kind.CHOICE, options=months(known.today)),
        Field(f"kontor-{number}", marked("Hvem ringte?"), Kind.CHOICE, required=False, options=shown,
              nothing=marked("Vet ikke")),
        Field(f"situasjon-{number}", marked("Hva gjelder det?"), Kind.CHOICE, required=False,
              options=told("situasjon"), nothing=marked("Vet ikke")),
        Field(f"enhet-{number}", marked("Hvem gjelder det?"), Kind.CHOICE, required=False, options=shown,
              nothing=marked("Vet ikke")),
        Field(f"minutter-{number}", marked("Minutter"), Kind.NUMBER, required=False, most=MOST_MINUTES),
        Field(f"hva-{number}", marked("Hva skjedde?"), Kind.LONG, required=False, longest=2_000),
        Field(f"med-{number}", marked("Lag sak av linjen"), Kind.TICK, required=False),
    )  # fmt: skip


def parted(lines: str, known: Known, room: int) -> Parted:
    """At most `room` calls."""
    calls: list[Call] = []
    left: list[str] = []
    problems: list[Problem] = []
    for line in filter(None, map(str.strip, lines.split("\n"))):
        blocked = _blocked(line, known)
        call = None if blocked or len(calls) == room or len(line) > _LONGEST_LINE else _call(line, known)
        problems += blocked
        if call is not None:
            calls.append(call)
        else:
            left.append(line)
    return Parted(tuple(calls), tuple(left), tuple(problems))


def _blocked(line: str, known: Known) -> list[Problem]:
    """What no answer lets through; what may be answered for is asked in the row."""
    found = known.inspect(_LINES, line, Submitted()).problems
    marks = [(each, tuple(mark for mark in each.marks if not mark.answer)) for each in found]
    return [replace(each, marks=kept) for each, kept in marks if kept]


def _call(line: str, known: Known) -> Call | None:
    call = understood(line, known.directory, known.today)
    return call if call.is_understood and call.month in months(known.today) else None


def with_calls(form: PhoneForm, found: Parted, known: Known) -> PhoneForm:
    """With rows for the calls after those it has, and the lines that are left in the text area."""
    free = (number for number in range(MOST) if number not in form.rows)
    new = dict(zip(free, found.calls, strict=False))
    fields = tuple(field for number in new for field in _row_fields(number, known))
    values = {LINES: "\n".join(found.left)}
    for number, call in new.items():
        values |= _values(number, call)
    filled = replace(
        form.filled,
        fields=(*form.filled.fields, *fields),
        values={**form.filled.values, **values},
        problems=(*form.filled.problems, *found.problems),
    )
    return PhoneForm(filled, {**form.rows, **{number: call.line for number, call in new.items()}})


def _values(number: int, call: Call) -> dict[str, str]:
    found = {
        "maaned": call.month,
        "kontor": str(call.office or ""),
        "enhet": str(call.unit or ""),
        "situasjon": call.situation,
        "minutter": "" if call.minutes is None else str(call.minutes),
        "hva": call.text,
        "med": "ja",
    }
    return {f"{name}-{number}": text for name, text in found.items()}


def with_sense(form: PhoneForm, known: Known) -> PhoneForm:
    """With a problem for each chosen row that says too little, or too much."""
    for number in chosen(form):
        for name, message in _senseless(form.filled, number, known):
            form = form.with_problem(f"{name}-{number}", message)
    return form


def _senseless(filled: Filled, number: int, known: Known) -> Iterator[tuple[str, str]]:
    office, unit, text = (filled.text(f"{name}-{number}") for name in ("kontor", "enhet", "hva"))
    if not filled.text(f"situasjon-{number}") and not text:
        yield "situasjon", gettext(marked("Velg hva det gjelder, eller skriv hva som skjedde."))
    if office and office == unit:
        yield "enhet", gettext(marked("Enheten er den samme som kontoret. Et kontor melder ikke seg selv."))
    shown = {str(each): name for each, name in known.directory.shown.items()}
    if office in shown and (said := mentioned(text, shown[office], shown.get(unit, ""))):
        yield "hva", gettext(NAMES_OFFICE) % {"words": said}


def chosen(form: PhoneForm) -> list[int]:
    """The rows that a case is to be made of."""
    return [number for number in form.rows if form.filled.ticked(f"med-{number}")]


def lines_left(form: PhoneForm) -> str:
    """What goes on standing in the text area: what stood there, and the lines of rows that were not chosen."""
    left = [form.filled.text(LINES).strip(), *(form.rows[each] for each in form.rows if each not in chosen(form))]
    return "\n".join(filter(None, left))


def ready(form: PhoneForm, known: Known, cites: Cites) -> list[Ready]:
    """Only of a form without problems. The same line is the same case: of its month, or of today if it has no date."""
    found, times = [], dict[str, int]()
    for number in chosen(form):
        report, line = _report(form.filled, number, known, cites), form.rows[number]
        day = "" if has_date(line, known.today) else f"{known.today}"
        said = f"phone {known.area} {report.month} {day} {line.casefold()}"
        times[said] = times.get(said, 0) + 1
        found.append(Ready(number, replace(report, form_key=form_key(known.fingerprint(f"{said} {times[said]}")))))
    return found


def _report(filled: Filled, number: int, known: Known, cites: Cites) -> Report:
    value = {name: filled.text(f"{name}-{number}") for name in ("maaned", "kontor", "enhet", "situasjon", "hva")}
    office, unit = (int(value[name]) if value[name] else None for name in ("kontor", "enhet"))
    situation = value["situasjon"] if value["situasjon"] in SITUATIONS else ""
    rule = SITUATIONS[situation].rule if situation else ""
    name = known.directory.shown[unit] if unit else ""
    return Report(
        title=suggested_title(situation, rule, name, cites),
        month=value["maaned"],
        form_key="",
        rule=rule,
        unit=unit,
        office=office,
        situation=situation,
        minutes=filled.number(f"minutter-{number}"),
        texts={"account": value["hva"]} if value["hva"] else {},
        maalform=known.directory.organisations[office].maalform if office else known.maalform,
    )
