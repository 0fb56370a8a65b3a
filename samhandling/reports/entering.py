"""What is entered by hand for a report: official numbers of discharge letters, and which local agreements there are."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import repository as areas
from samhandling.areas.answering import READ, Deed, Sheet, here, made_of, trail_of
from samhandling.areas.change import Change
from samhandling.casework.rulebook import Cites
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import Refused
from samhandling.reports import publishing, repository
from samhandling.reports.facts import AGREEMENTS
from samhandling.reports.labels import half_name
from samhandling.reports.periods import period
from samhandling.reports.publishing import Official
from samhandling.reports.room import ReportRoom
from samhandling.reports.sections import INDICATORS
from samhandling.reports.telling import title_of
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked

Maker = Annotated[Visitor, needs(Permission.REPORT_MAKE)]
Sent = Annotated[Submitted, Depends(submitted)]
_REPORTS: Final = marked("Rapporter til OSO")


def add(routes: APIRouter, room: ReportRoom) -> None:
    _indicators(routes, room)
    _agreements(routes, room)


def _indicators(routes: APIRouter, room: ReportRoom) -> None:
    def sheet(request: Request, who: Visitor, periode: str) -> Sheet:
        wanted = period(periode)
        with made_of(request).database.reading(who.scope) as session:
            held = repository.indicators(session, who.here.id, wanted.code)
            version = areas.area(session, who.here.id).version
        values = {
            name: text
            for each in held
            for name, text in (
                (f"andel_{each.code}", f"{each.tenths // 10},{each.tenths % 10}"),
                (f"kilde_{each.code}", each.source),
                (f"hentet_{each.code}", each.read_on.isoformat()),
            )
        }
        back = here(who, f"/rapporter/utkast/{wanted.code}")
        steps = ((gettext(_REPORTS), "/rapporter"), (half_name(wanted), f"/rapporter/utkast/{wanted.code}"))
        return Sheet(
            title=gettext(marked("Offisielle tall for epikrisetid")),
            crumbs=trail_of(who, *steps),
            form=Filled(tuple(field for code in INDICATORS for field in _fields(code)), values, version=version),
            action=f"{back}/epikrisetid",
            back=back,
            button=gettext(marked("Lagre")),
            lead=gettext(marked("Før inn andelen for sykehuset i perioden, hvor den sto og når du leste den. Hent så tallene på nytt.")),  # noqa: E501
            over=title_of(who.here.name, wanted),
        )

    @routes.api_route("/utkast/{periode}/epikrisetid", methods=READ)
    def show_indicators(request: Request, who: Maker, periode: str) -> Response:
        return room.desk.sheet(request, sheet(request, who, periode))

    @routes.post("/utkast/{periode}/epikrisetid")
    def enter_indicators(request: Request, who: Maker, periode: str, sent: Sent) -> Response:
        shown = sheet(request, who, periode)

        def act(change: Change, filled: Filled) -> None:
            found = {code: official(filled, code) for code in INDICATORS}
            publishing.enter(change, who.here.id, period(periode), found, filled.version)

        deed = Deed(act, lambda _: f"{shown.back}?gjort=lagret", lambda: sheet(request, who, periode).form)
        return room.desk.take(request, who, sent, shown, deed)


def _fields(code: str) -> tuple[Field, ...]:
    return (
        Field(f"andel_{code}", INDICATORS[code], required=False, longest=6, hint=marked("Prosent, for eksempel 78,5")),
        Field(f"kilde_{code}", marked("Kilde"), required=False),
        Field(f"hentet_{code}", marked("Lest den"), Kind.DATE, required=False),
    )


def official(filled: Filled, code: str) -> Official | None:
    """None when nothing was entered. Refused: «not_a_percent», «source_missing» and «day_missing»."""
    share, source, day = filled.text(f"andel_{code}"), filled.text(f"kilde_{code}"), filled.day(f"hentet_{code}")
    if not share:
        return None
    try:
        tenths = round(float(share.replace(",", ".").removesuffix("%")) * 10)
    except (ValueError, OverflowError):
        tenths = -1
    if not 0 <= tenths <= 1000:
        raise Refused("not_a_percent", field=f"andel_{code}")
    if not source:
        raise Refused("source_missing", field=f"kilde_{code}")
    if day is None:
        raise Refused("day_missing", field=f"hentet_{code}")
    return Official(tenths, source, day)


def _agreements(routes: APIRouter, room: ReportRoom) -> None:
    def sheet(request: Request, who: Visitor) -> Sheet:
        with made_of(request).database.reading(who.scope) as session:
            held = repository.agreements(session, who.here.id)
            version = areas.area(session, who.here.id).version
        values = {
            name: day.isoformat()
            for topic, each in held.items()
            for name, day in ((f"fra_{topic}", each.valid_from), (f"til_{topic}", each.valid_to))
            if day is not None
        }
        return Sheet(
            title=gettext(marked("Lokale avtaler og rutiner")),
            crumbs=trail_of(who, (gettext(_REPORTS), "/rapporter")),
            form=Filled(
                tuple(each for topic in AGREEMENTS for each in _dates(room.cites, topic)), values, version=version
            ),
            action=here(who, "/rapporter/avtaler"),
            back=here(who, "/rapporter"),
            button=gettext(marked("Lagre")),
            lead=gettext(marked("Anbefalingene ber hvert område avtale dette. Skriv når avtalen gjelder fra. Uten dato regnes den som ikke registrert.")),  # noqa: E501
        )

    @routes.api_route("/avtaler", methods=READ)
    def show_agreements(request: Request, who: Maker) -> Response:
        return room.desk.sheet(request, sheet(request, who))

    @routes.post("/avtaler")
    def enter_agreements(request: Request, who: Maker, sent: Sent) -> Response:
        shown = sheet(request, who)

        def act(change: Change, filled: Filled) -> None:
            found = {topic: _period(filled, topic) for topic in AGREEMENTS}
            publishing.agree(change, who.here.id, found, filled.version)

        deed = Deed(act, lambda _: f"{shown.back}?gjort=lagret", lambda: sheet(request, who).form)
        return room.desk.take(request, who, sent, shown, deed)


def _dates(cites: Cites, topic: str) -> tuple[Field, Field]:
    return (
        Field(f"fra_{topic}", f"{topic} {cites.heading(topic)}", Kind.DATE, required=False),
        Field(f"til_{topic}", marked("Siste dag, om avtalen har en"), Kind.DATE, required=False),
    )


def _period(filled: Filled, topic: str) -> tuple[date, date | None] | None:
    first = filled.day(f"fra_{topic}")
    return None if first is None else (first, filled.day(f"til_{topic}"))
