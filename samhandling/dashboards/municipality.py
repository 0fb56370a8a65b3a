"""One sheet of paper for the rådmann: what the municipality itself takes part in, and tasks that reach it.

Nothing is counted here of cases that only others in the municipality have: such numbers come from the published report,
where they are protected. Hours are those of the register, which keeps back what one or two offices do (ruling A3).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, TypeVar

from samhandling.areas import repository as areas
from samhandling.areas.answering import here
from samhandling.areas.domain import Organisation
from samhandling.cases.kinds import CaseKind
from samhandling.casework.listing import listed
from samhandling.casework.room import Room
from samhandling.dashboards import places, repository
from samhandling.dashboards.behind import crumbs_of
from samhandling.dashboards.pages import MunicipalityPage, Task
from samhandling.dashboards.rows import behind, cases, figure
from samhandling.identity.access import Visitor
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.reports.addresses import address_of
from samhandling.reports.labels import half_name
from samhandling.reports.periods import period
from samhandling.transfers import repository as transfers
from samhandling.transfers.codes import Group
from samhandling.transfers.register import Line, Reader, register
from samhandling.web.i18n import gettext, marked

#: So many that it is one sheet of A4 also when every title takes two lines.
_TASKS: Final = 6
_DISPUTES: Final = 4
_T = TypeVar("_T")


def page(session: DbSession, who: Visitor, room: Room, municipality: int, today: date) -> MunicipalityPage:
    """Raises NotFound for a municipality that has not been in the area."""
    known = areas.organisations(session, who.here.id)
    if municipality not in known:
        raise NotFound
    reader = Reader(steward=False, organisations=who.scope.organisations)
    found = register(session, who.here.id, known, reader, today, here(who))
    theirs = _reaching(session, who.here.id, municipality, known)
    agreed = [_task(each) for each in found.agreed if each.number in theirs]
    unagreed = [_task(each) for each in found.unagreed if each.number in theirs]
    opened = repository.open_cases(session, municipality, who.here.id)
    owed = places.owed_by(session, municipality)
    disputes = repository.open_disputes(session, municipality, _DISPUTES)
    return MunicipalityPage(
        title=known[municipality].name(today),
        crumbs=crumbs_of(who),
        base=here(who),
        area=who.here.name,
        on=today,
        figures=(
            figure(
                gettext(marked("Åpne saker kommunen er med i")),
                sum(opened.values()),
                cases(who, enhet=municipality, status="aapne"),
            ),
            figure(
                gettext(marked("Venter på svar fra kommunen")), len(owed), behind(who, "svare", municipality), "warning"
            ),
            figure(
                gettext(marked("Svarfristen er ute")),
                sum(due is not None and due < today for _, due in owed),
                behind(who, "svare-ute", municipality),
                "danger",
            ),
            figure(
                gettext(marked("Åpne tvister")),
                opened.get(CaseKind.DISPUTE, 0),
                cases(who, enhet=municipality, slag=CaseKind.DISPUTE, status="aapne"),
            ),
        ),
        agreed=tuple(agreed[:_TASKS]),
        unagreed=tuple(unagreed[:_TASKS]),
        disputes=listed(session, who, room, disputes),
        report=_report(session, who),
        more_agreed=_rest(agreed, _TASKS),
        more_unagreed=_rest(unagreed, _TASKS),
        more_disputes=max(0, opened.get(CaseKind.DISPUTE, 0) - _DISPUTES),
    )


def _report(session: DbSession, who: Visitor) -> tuple[str, str] | None:
    """What it is called, and its address."""
    found = repository.last_report(session, who.here.id)
    if found is None:
        return None
    number, code = found
    name = gettext(marked("Rapporten for %(period)s")) % {"period": half_name(period(code))}
    return name, address_of(who.here.slug, number)


def _rest(found: list[_T], shown: int) -> int:
    return max(0, len(found) - shown)


def _task(line: Line) -> Task:
    return Task(line.title, line.href, line.starts or line.found, line.review, line.hours, line.flags)


def _reaching(
    session: DbSession, area: int, municipality: int, known: Mapping[int, Organisation]
) -> frozenset[str]:
    """Numbers of the tasks that come to somebody in the municipality: to it, to what stands under it, or to all."""
    pairs = transfers.known_in(session, area)
    places_of = transfers.places(session, transfers.ids(pairs))
    return frozenset(
        pair.case.number
        for pair in pairs
        if pair.transfer.to_group in _MUNICIPAL and _is_there(places_of.get(pair.id, ()), municipality, known)
    )


_MUNICIPAL: Final = frozenset({Group.GPS, Group.GPS_AND_MUNICIPAL, Group.MUNICIPAL})


def _is_there(found: Collection[int], municipality: int, known: Mapping[int, Organisation]) -> bool:
    under = (known[each].parent for each in found if each in known)
    return not found or municipality in found or municipality in under
