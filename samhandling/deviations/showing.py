"""What of a deviation is shown, and to whom. The other side is told the label of the reporter, never more."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date

from samhandling.cases.kinds import Part
from samhandling.cases.moves import Hat
from samhandling.cases.tables import Case, Participant
from samhandling.casework import asking
from samhandling.casework import repository as common
from samhandling.casework.councils import TOLD
from samhandling.casework.slices import Looking, Shown
from samhandling.casework.view import JUDGES, REPORTERS, STEWARDS, TAKES_PART, Pair, Press, Row, Section, Tag
from samhandling.deviations import repository
from samhandling.deviations.codes import (
    CATEGORIES,
    CHANNELS,
    CONSEQUENCES,
    FREQUENCIES,
    IDENTIFICATIONS,
    OUTCOMES,
    Identification,
    Label,
    Outcome,
)
from samhandling.deviations.states import MACHINE
from samhandling.deviations.tables import Deviation, Measure
from samhandling.identity.roles import ROLES
from samhandling.kernel.columns import key
from samhandling.web.i18n import gettext, language, long_date, marked

_GOOD_OUTCOMES: Final = {Outcome.AGREED, Outcome.AGREED_WITH_MEASURE}


def show(looking: Looking) -> Shown:
    row = repository.deviation(looking.session, key(looking.case.id))
    if row.channel:
        return _stub(row)
    shown = Shown(tags=_tags(looking, row), pairs=_pairs(looking, row), sections=_sections(looking, row))
    sought = row.identification not in (Identification.UNKNOWN, Identification.NOT_NEEDED)
    if sought and row.identified_on is None and looking.base and looking.case.state not in MACHINE.ends:
        press = Press(gettext(marked("Pasienten er funnet")), f"{looking.base}/pasienten-funnet")
        return replace(shown, presses=(press,))
    return shown


def _stub(row: Deviation) -> Shown:
    channel, where = CHANNELS[row.channel]
    pairs = (Pair(gettext(marked("Hendelsen")), month(row.month)), Pair(gettext(marked("Vist til")), gettext(channel)))
    note = Section("kanalen", gettext(marked("Hvor det hører til")), note=gettext(where))
    return Shown(pairs=pairs, sections=(note,))


def _tags(looking: Looking, row: Deviation) -> tuple[Tag, ...]:
    found = []
    if row.good:
        found.append(Tag(gettext(marked("Godt samarbeid")), "success"))
    if row.outcome is not None:
        found.append(Tag(gettext(OUTCOMES[row.outcome]), "success" if row.outcome in _GOOD_OUTCOMES else "neutral"))
    elif row.proposed is Outcome.NOT_DEVIATION:
        found.append(Tag(gettext(marked("Enheten mener: ikke avvik")), "warning"))
    if row.no_rule:
        found.append(Tag(gettext(marked("Ikke dekket av en regel")), "neutral", to=JUDGES))
    if row.missing_information:
        found.append(Tag(gettext(marked("Mangler opplysninger")), "warning"))
    if row.escalated_on is not None and row.outcome is None:
        found.append(Tag(gettext(marked("Fristen gikk ut")), "danger"))
        if any(each.part is Part.COUNCIL for each in looking.participants):
            found.append(Tag(gettext(TOLD), "danger"))
    if row.disagreed:
        found.append(Tag(gettext(marked("Melderen er ikke enig")), "warning"))
    if row.reopened:
        text = gettext(marked("Skjedd igjen, %(n)s. gang")) % {"n": row.reopened + 1}
        found.append(Tag(text, "warning"))
    return tuple(found)


def _pairs(looking: Looking, row: Deviation) -> tuple[Pair, ...]:
    found = [Pair(gettext(marked("Meldt")), long_date(looking.case.created_on))]
    found.append(Pair(gettext(marked("Hendelsen")), month(row.month)))
    found.append(Pair(gettext(marked("Melder")), called(looking, Hat.REPORTER, _reporter(looking))))
    names = _unit_names(looking)
    if names:
        found.append(Pair(gettext(marked("Skal svare")), ", ".join(names)))
    due = next_due(looking)
    if due is not None and looking.case.state == "with_unit":
        found.append(Pair(gettext(marked("Svarfrist")), long_date(due)))
    if row.silent_on is not None and looking.case.state == "answered":
        found.append(Pair(gettext(marked("Lukkes")), long_date(row.silent_on), to=TAKES_PART))
    if row.category in CATEGORIES:
        found.append(Pair(gettext(marked("Gjelder")), gettext(CATEGORIES[row.category])))
    if row.consequence is not None:
        found.append(Pair(gettext(marked("Følge")), gettext(CONSEQUENCES[str(row.consequence)])))
    if row.frequency in FREQUENCIES:
        found.append(Pair(gettext(marked("Hyppighet")), gettext(FREQUENCIES[row.frequency])))
    if row.minutes is not None:
        text = gettext(marked("%(n)s minutter")) % {"n": row.minutes}
        found.append(Pair(gettext(marked("Merarbeid")), text, to=REPORTERS))
    if row.outcome_rule:
        heading = f"{row.outcome_rule} {looking.cites.heading(row.outcome_rule)}"
        found.append(Pair(gettext(marked("Avgjort etter")), heading, href=f"/regler/{row.outcome_rule}"))
    return tuple(found)


def _sections(looking: Looking, row: Deviation) -> tuple[Section, ...]:
    measures = repository.measures(looking.session, key(looking.case.id))
    names = _names(looking, [each.organisation_id for each in measures])
    may = Hat.RESPONSIBLE in looking.hats or Hat.STEWARD in looking.hats
    found = [_finding_the_patient(row)]
    base = f"{looking.base}/tiltak" if looking.base else ""
    rows = tuple(_measure(each, names, looking.today, base if may else "") for each in measures)
    actions = ((gettext(marked("Legg til tiltak")), f"{base}/ny"),) if may and base else ()
    if rows or actions:
        found.append(Section("tiltak", gettext(marked("Tiltak")), rows=rows, actions=actions))
    found.append(_suggestion(looking, row))
    return tuple(each for each in found if each is not None)


def _finding_the_patient(row: Deviation) -> Section | None:
    """How the other side finds the patient without the system knowing who it is (ruling A5)."""
    if row.identification in (Identification.UNKNOWN, Identification.NOT_NEEDED):
        return None
    done: tuple[Pair, ...] = ()
    if row.identified_on is not None:
        done = (Pair(gettext(marked("Gjort")), long_date(row.identified_on)),)
    note = gettext(IDENTIFICATIONS[row.identification])
    return Section("pasienten", gettext(marked("Å finne pasienten")), pairs=done, note=note)


def _suggestion(looking: Looking, row: Deviation) -> Section | None:
    """Three open ones on the same rule and unit in ninety days: a theme, or a transfer nobody agreed to."""
    others = similar(looking, row)
    if len(others) < 3:
        return None
    links = tuple(Row(f"{each.number} {each.title}") for each in others)
    area = looking.base.rpartition("/saker/")[0]
    return Section(
        "lignende",
        gettext(marked("Flere like avvik")),
        rows=links,
        note=gettext(marked("Minst tre åpne avvik gjelder samme regel og enhet de siste 90 dagene.")),
        actions=((gettext(marked("Lag tema")), f"{area}/temaer/ny?fra={looking.case.number}"),) if area else (),
        to=STEWARDS,
    )


def similar(looking: Looking, row: Deviation) -> list[Case]:
    """Only for the PKO, who sees all of them."""
    if Hat.STEWARD not in looking.hats:
        return []
    links = common.rule_links(looking.session, key(looking.case.id))
    main = next((each.statement for each in links if each.main), None)
    unit = next((each.organisation_id for each in looking.participants if each.part is Part.RESPONSIBLE), None)
    if main is None or unit is None:
        return []
    since = looking.today - timedelta(days=90)
    return repository.alike(looking.session, looking.case.area_id, main, unit, since)


def _measure(each: Measure, names: dict[int, str], today: date, base: str) -> Row:
    late = each.done_on is None and each.due_on < today
    tag, tone = (gettext(marked("Over frist")), "danger") if late else (gettext(marked("Planlagt")), "neutral")
    if each.done_on is not None:
        tag, tone = gettext(marked("Gjort, effekten er ikke vurdert")), "warning"
    if each.effect_on is not None:
        tag, tone = gettext(marked("Ferdig")), "success"
    pairs = [Pair(gettext(marked("Ansvarlig")), names.get(each.organisation_id, ""))]
    pairs.append(Pair(gettext(marked("Frist")), long_date(each.due_on)))
    if each.done_on is not None:
        pairs.append(Pair(gettext(marked("Gjort")), long_date(each.done_on)))
    if each.effect_on is not None:
        pairs.append(Pair(gettext(marked("Effekt vurdert")), long_date(each.effect_on)))
    actions = ((gettext(marked("Oppdater")), f"{base}/{each.id}"),) if base and each.effect_on is None else ()
    return Row(each.text, each.effect, tuple(pairs), tag, tone, actions)


def called(looking: Looking, hat: Hat, participant: Participant | None) -> str:
    if hat is Hat.REPORTER:
        return _called_reporter(looking, participant)
    if hat is Hat.MACHINE:
        return gettext(marked("Systemet"))
    if hat is Hat.STEWARD:
        return str(ROLES["pko"].label)
    if participant is None:
        return ""
    named = common.named(looking.session, [participant.organisation_id or 0], [participant.body_id or 0], looking.today)
    return named.of(participant)


def _called_reporter(looking: Looking, participant: Participant | None) -> str:
    row = repository.deviation(looking.session, key(looking.case.id))
    shown = bool(looking.hats & REPORTERS) or row.identification is Identification.SHOW_OFFICE
    if shown and participant is not None:
        return _names(looking, [participant.organisation_id or 0]).get(participant.organisation_id or 0, "")
    role = str(ROLES[row.reporter_role].label) if row.reporter_role in ROLES else ""
    if row.label is Label.REPORTER or not role:
        return gettext(marked("Melder"))
    if row.label is Label.ROLE_AND_AREA:
        return gettext(marked("%(role)s i området")) % {"role": role}
    place = row.reporter_place_id or 0
    return f"{role}, {_names(looking, [place]).get(place, '')}"


def _reporter(looking: Looking) -> Participant | None:
    return next((each for each in looking.participants if each.part is Part.REPORTER), None)


def _unit_names(looking: Looking) -> list[str]:
    ids = [each.organisation_id or 0 for each in looking.participants if each.part is Part.RESPONSIBLE]
    names = _names(looking, ids)
    return [names[each] for each in ids if each in names]


def _names(looking: Looking, ids: list[int]) -> dict[int, str]:
    return dict(common.named(looking.session, ids, (), looking.today).organisations)


def next_due(looking: Looking) -> date | None:
    """The last day of the clock that runs out first."""
    owing = {each.id for each in asking.still_owing(common.assignments(looking.session, key(looking.case.id)))}
    clocks = common.clocks(looking.session, key(looking.case.id))
    running = [each.due_on for each in clocks if each.stopped_on is None and each.assignment_id in owing]
    return min(running, default=None)


def month(text: str) -> str:
    """«mars 2026» of 2026-03."""
    return format_date(date(int(text[:4]), int(text[5:7]), 1), "MMMM y", locale=language.get())
