"""The register of an area: what is agreed, what is used without agreement, what was rejected or ended.

It holds what the whole area knows of, the same lines for every reader; hours of a task for one or two offices stand in
it for those offices and the PKO only.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from samhandling.areas.domain import Organisation
from samhandling.casework import repository as common
from samhandling.kernel.database import DbSession
from samhandling.transfers import codes, repository
from samhandling.transfers.offices import TO_GPS, is_narrow, reached
from samhandling.transfers.repository import Pair
from samhandling.transfers.states import MACHINE, RUNNING
from samhandling.transfers.tables import TransferAdvice, TransferCondition, TransferVolume
from samhandling.transfers.telling import decimal, owner
from samhandling.transfers.whole import has_expired, is_reviewed_soon, is_used_without_agreement, volume_of
from samhandling.web.csv_file import csv_of
from samhandling.web.csv_file import day as excel_day
from samhandling.web.i18n import gettext, marked


@dataclass(frozen=True, slots=True)
class Line:
    """`flags`: text and tone. `hours`: empty when there are none or they are not for this reader."""

    number: str
    title: str
    href: str
    state: str
    given_by: str
    given_to: str
    advice: str
    conditions: tuple[str, ...]
    starts: date | None
    owner: str
    review: date | None
    ends: date | None
    found: date
    hours: str
    flags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Register:
    """`open`: advice is given, nothing decided. `more`: there are more than are shown."""

    agreed: tuple[Line, ...]
    unagreed: tuple[Line, ...]
    open: tuple[Line, ...]
    rejected: tuple[Line, ...]
    ended: tuple[Line, ...]
    more: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.agreed, *self.unagreed, *self.open, *self.rejected, *self.ended)


@dataclass(frozen=True, slots=True)
class Reader:
    """`steward`: of the area. `organisations`: that the reader works for."""

    steward: bool
    organisations: frozenset[int]


def register(
    session: DbSession, area: int, known: Mapping[int, Organisation], reader: Reader, today: date, base: str
) -> Register:
    """Six queries, whatever the length. `base`: the area's address."""
    pairs = repository.known_in(session, area)
    shown = pairs[-repository.MOST :]
    lines = {pair.id: line for pair, line in _lines(session, shown, known, reader, today, base)}

    def those(chosen: Callable[[Pair], bool]) -> tuple[Line, ...]:
        return tuple(lines[pair.id] for pair in reversed(shown) if chosen(pair))

    agreed = frozenset({"adopted", *RUNNING})
    return Register(
        agreed=those(lambda pair: pair.case.state in agreed),
        unagreed=those(lambda pair: is_used_without_agreement(pair.case, pair.transfer)),
        open=those(lambda pair: pair.case.state not in agreed | MACHINE.ends and not _is_unagreed(pair)),
        rejected=those(lambda pair: pair.case.state == "rejected" and not _is_unagreed(pair)),
        ended=those(lambda pair: pair.case.state == "ended"),
        more=len(pairs) > len(shown),
    )


def _is_unagreed(pair: Pair) -> bool:
    return is_used_without_agreement(pair.case, pair.transfer)


def _lines(
    session: DbSession,
    pairs: list[Pair],
    known: Mapping[int, Organisation],
    reader: Reader,
    today: date,
    base: str,
) -> list[tuple[Pair, Line]]:
    ids = repository.ids(pairs)
    advice, conditions = repository.advice(session, ids), repository.conditions(session, ids)
    volumes, places = repository.volumes(session, ids), repository.places(session, ids)
    named = _named(session, pairs, places, today)
    return [
        (
            pair,
            Line(
                number=pair.case.number,
                title=pair.case.title,
                href=f"{base}/saker/{pair.case.number}",
                state=gettext(MACHINE.states[pair.case.state]),
                given_by=named.get(pair.transfer.from_unit_id, ""),
                given_to=_to(pair, places.get(pair.id, ()), named),
                advice=_advice(advice.get(pair.id, [])),
                conditions=_conditions(advice.get(pair.id, []), conditions.get(pair.id, [])),
                starts=pair.transfer.starts_on,
                owner=_owner(pair, named),
                review=pair.transfer.review_on,
                ends=pair.transfer.ends_on or pair.transfer.ended_on,
                found=pair.case.created_on,
                hours=_hours(pair, places.get(pair.id, ()), volumes.get(pair.id, []), known, reader),
                flags=flags(pair, today),
            ),
        )
        for pair in pairs
    ]


def _named(session: DbSession, pairs: list[Pair], places: Mapping[int, list[int]], today: date) -> Mapping[int, str]:
    ids = {pair.transfer.from_unit_id for pair in pairs} | {pair.transfer.owner_id or 0 for pair in pairs}
    return common.named(session, ids | {place for found in places.values() for place in found}, (), today).organisations


def _to(pair: Pair, places: Collection[int], named: Mapping[int, str]) -> str:
    group = gettext(codes.GROUPS[pair.transfer.to_group])
    names = sorted(named[each] for each in places if each in named)
    return f"{group}: {', '.join(names)}" if names else group


def _owner(pair: Pair, named: Mapping[int, str]) -> str:
    return owner(named.get(pair.transfer.owner_id or 0, ""), pair.transfer.owner_role)


def _advice(given: list[TransferAdvice]) -> str:
    return gettext(codes.ADVICE[given[-1].advice]) if given else ""


def _conditions(given: list[TransferAdvice], conditions: list[TransferCondition]) -> tuple[str, ...]:
    return tuple(each.text for each in conditions if given and each.advice_id == given[-1].id)


def _hours(
    pair: Pair,
    places: Collection[int],
    volumes: list[TransferVolume],
    known: Mapping[int, Organisation],
    reader: Reader,
) -> str:
    if pair.transfer.to_group not in TO_GPS or not volumes:
        return ""
    theirs = reader.steward or bool(reached(places, known) & reader.organisations)
    if is_narrow(places, known) and not theirs:
        return ""
    return decimal(volume_of(volumes[-1]).hours_a_week())


def flags(pair: Pair, today: date) -> tuple[tuple[str, str], ...]:
    """Text and tone."""
    row, found = pair.transfer, []
    running = pair.case.state in {"adopted", *RUNNING}
    if is_used_without_agreement(pair.case, row):
        found.append((gettext(marked("I bruk uten avtale")), "danger"))
    if running and has_expired(row, today):
        found.append((gettext(marked("Utløpt")), "danger"))
    elif running and row.review_on is not None and row.review_on < today:
        found.append((gettext(marked("Evaluering over tiden")), "danger"))
    elif running and is_reviewed_soon(row, today):
        found.append((gettext(marked("Evalueres snart")), "warning"))
    if running and row.owner_id is None:
        found.append((gettext(marked("Mangler eier og datoer")), "warning"))
    return tuple(found)


def as_csv(found: Register) -> bytes:
    heading = (
        marked("Nummer"), marked("Oppgave"), marked("Status"), marked("Fra"), marked("Til"), marked("Råd"),
        marked("Vilkår"), marked("Starter"), marked("Eier"), marked("Evalueres"), marked("Siste dag"),
        marked("Timer i uka"), marked("Merknad"),
    )  # fmt: skip
    rows = [
        (
            line.number, line.title, line.state, line.given_by, line.given_to, line.advice, " | ".join(line.conditions),
            excel_day(line.starts), line.owner, excel_day(line.review), excel_day(line.ends), line.hours,
            ", ".join(text for text, _ in line.flags),
        )
        for line in found.lines
    ]  # fmt: skip
    return csv_of([tuple(gettext(each) for each in heading), *rows])
