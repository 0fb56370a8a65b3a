"""`/omrade/{omraade}/rapporter`: the reports of an area; those who make them count, comment and publish here.

A published report stands at `/rapporter/{hvor}/{rapport}`, open to everybody with the link: every number in it may be.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, Crumbs, Deed, Sheet, done, go, here, made_of, may, today_of, trail_of
from samhandling.areas.change import Change
from samhandling.areas.changing import changing
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.reports import entering, publishing, repository
from samhandling.reports.addresses import address_of
from samhandling.reports.labels import half_name
from samhandling.reports.pages import DraftPage, PeriodLink, ReportLink, ReportsPage
from samhandling.reports.periods import Period, offered, period
from samhandling.reports.room import ReportRoom, drawings
from samhandling.reports.tables import DraftState, PublishedReport, ReportDraft
from samhandling.reports.telling import ASKED, commented, title_of
from samhandling.web.fields import Field, Filled, Kind, empty
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, long_date, marked

Reader = Annotated[Visitor, needs(Permission.AREA_READ)]
Maker = Annotated[Visitor, needs(Permission.REPORT_MAKE)]
Sent = Annotated[Submitted, Depends(submitted)]
TEXT: Final = "tekst"
CHANGED_FIELD: Final = "endret"
_DIGEST: Final = "avtrykk"
REFUSALS: Final = {
    "period_not_begun": marked("Perioden er ikke begynt. Velg en som er i gang eller over."),
    "period_not_over": marked("Perioden er ikke over ennå. Rapporten kan publiseres dagen etter den siste dagen."),
    "report_not_counted": marked("Tallene er ikke hentet ut ennå. Hent dem først."),
    "report_outdated": marked("En annen rapport er publisert etter at tallene ble hentet ut. Hent dem på nytt, så de to sammen ikke røper noe."),  # noqa: E501
    "changes_missing": marked("Skriv hva som er rettet siden forrige versjon."),
    "not_a_percent": marked("Skriv en prosent fra 0 til 100."),
    "source_missing": marked("Skriv hvor tallet er hentet."),
    "day_missing": marked("Skriv dagen du leste tallet."),
    "ends_before_it_begins": marked("Siste dag er før første dag."),
}
_ABOUT: Final = marked("Tallene fryses slik de står i utkastet. Rapporten får en adresse som alle med lenken kan lese.")
_FOR_GOOD: Final = marked("En publisert rapport kan ikke trekkes tilbake eller endres. Det som må rettes, kommer i en ny versjon.")  # noqa: E501
_HINT: Final = marked("Vises som sekretariatets egen vurdering under tallene. Skriv om rutiner, ikke om personer.")
_HINT_ASKED: Final = marked("Hva OSO skal ta stilling til, med forslag til vedtak.")
_STATES: Final = {
    DraftState.WAITING: marked("Venter på å bli talt"),
    DraftState.RUNNING: marked("Telles nå"),
    DraftState.DONE: marked("Utkast"),
    DraftState.CANCELLED: marked("Avbrutt"),
    DraftState.FAILED: marked("Ble ikke ferdig"),
}
_STAGES: Final = {
    "": marked("Venter på tur"),
    "counting": marked("Teller sakene"),
    "protecting": marked("Prøver om noen kan regne seg fram til tall som ikke skal vises"),
}
_WORKING: Final = (DraftState.WAITING, DraftState.RUNNING)


def router(room: ReportRoom) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}/rapporter")
    _listing(routes, room)
    _counting(routes, room)
    _writing(routes, room)
    entering.add(routes, room)
    _publishing(routes, room)
    return routes


def _listing(routes: APIRouter, room: ReportRoom) -> None:
    @routes.api_route("", methods=READ)
    def show_reports(request: Request, who: Reader) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            found = repository.published(session, who.here.id)
            drafts = repository.drafts(session, who.here.id) if may(who, Permission.REPORT_MAKE) else {}
        page = ReportsPage(
            title=gettext(marked("Rapporter til OSO")),
            crumbs=trail_of(who),
            base=here(who),
            published=_links(who, found),
            periods=_periods(request, who, drafts) if may(who, Permission.REPORT_MAKE) else (),
            action=here(who, "/rapporter/utkast"),
            done=done(request),
        )
        return room.desk.show(request, "reports/reports.html", page)


def _links(who: Visitor, found: list[PublishedReport]) -> tuple[ReportLink, ...]:
    newest: dict[str, int] = {}
    for each in found:
        newest[each.period] = max(newest.get(each.period, 0), each.version)
    return tuple(
        ReportLink(
            number=each.number,
            period=half_name(period(each.period)),
            published=long_date(each.published_on),
            href=address_of(who.here.slug, each.number),
            corrected=each.version < newest[each.period],
        )
        for each in found
    )


def _periods(request: Request, who: Visitor, drafts: dict[str, ReportDraft]) -> tuple[PeriodLink, ...]:
    today = today_of(request)
    return tuple(
        PeriodLink(
            code=each.code,
            name=half_name(each),
            href=here(who, f"/rapporter/utkast/{each.code}"),
            state=gettext(_STATES[drafts[each.code].state]) if each.code in drafts else "",
            over=each.is_over(today),
        )
        for each in offered(today)
    )


def _counting(routes: APIRouter, room: ReportRoom) -> None:
    @routes.post("/utkast")
    def ask_for_draft(request: Request, who: Maker, sent: Sent) -> Response:
        wanted = period(sent.text("periode"))
        with changing(made_of(request), who) as change:
            publishing.ask(change, who.here.id, wanted)
        return go(here(who, f"/rapporter/utkast/{wanted.code}"))

    @routes.api_route("/utkast/{periode}", methods=READ)
    def show_draft(request: Request, who: Maker, periode: str) -> Response:
        return room.desk.show(request, "reports/draft.html", draft_page(request, who, room, period(periode)))

    @routes.post("/utkast/{periode}/avbryt")
    def cancel_draft(request: Request, who: Maker, periode: str) -> Response:
        with changing(made_of(request), who) as change:
            publishing.cancel(change, who.here.id, period(periode))
        return go(here(who, f"/rapporter/utkast/{period(periode).code}"))


def draft_page(request: Request, who: Visitor, room: ReportRoom, wanted: Period) -> DraftPage:
    with made_of(request).database.reading(who.scope) as session:
        row = repository.draft(session, who.here.id, wanted.code)
        view = room.draft(session, row) if row and row.body else None
        why_not = _why_not(request, session, row, wanted)
    action = here(who, f"/rapporter/utkast/{wanted.code}")
    running = row is not None and row.state in _WORKING
    return DraftPage(
        title=title_of(who.here.name, wanted),
        crumbs=trail_of(who, (gettext(marked("Rapporter til OSO")), "/rapporter")),
        base=here(who),
        action=action,
        running=running,
        stage=gettext(_STAGES.get(row.stage, _STAGES[""])) if row and running else "",
        steps=row.steps if row else 0,
        failed=row is not None and row.state in (DraftState.FAILED, DraftState.CANCELLED),
        why_not=gettext(why_not) if why_not else "",
        view=view,
        drawings=drawings(view),
        writes={section: f"{action}/tekst/{section}" for section in commented()},
        period=wanted.code,
        done=done(request),
    )


def _crumbs(who: Visitor, wanted: Period) -> Crumbs:
    reports = (gettext(marked("Rapporter til OSO")), "/rapporter")
    return trail_of(who, reports, (half_name(wanted), f"/rapporter/utkast/{wanted.code}"))


def _why_not(request: Request, session: DbSession, row: ReportDraft | None, wanted: Period) -> str:
    if not wanted.is_over(today_of(request)):
        return REFUSALS["period_not_over"]
    if row is None or not row.body:
        return REFUSALS["report_not_counted"]
    return REFUSALS["report_outdated"] if repository.last_number(session, row.area_id) != row.ledger_id else ""


def _writing(routes: APIRouter, room: ReportRoom) -> None:
    def sheet(request: Request, who: Visitor, periode: str, avsnitt: str) -> Sheet:
        """Raises NotFound for a section that has no text."""
        wanted, headings = period(periode), commented()
        if avsnitt not in headings:
            raise NotFound
        with made_of(request).database.reading(who.scope) as session:
            held = repository.texts(session, who.here.id, wanted.code).get(avsnitt)
        back = here(who, f"/rapporter/utkast/{wanted.code}")
        hint = _HINT_ASKED if avsnitt == ASKED else _HINT
        field = Field(TEXT, headings[avsnitt], Kind.LONG, required=False, longest=4000, hint=hint)
        return Sheet(
            title=gettext(marked("Skriv i rapporten")),
            crumbs=_crumbs(who, wanted),
            form=Filled((field,), {TEXT: held.text if held else ""}, version=held.version if held else 0),
            action=f"{back}/tekst/{avsnitt}",
            back=back,
            button=gettext(marked("Lagre")),
            over=title_of(who.here.name, wanted),
        )

    @routes.api_route("/utkast/{periode}/tekst/{avsnitt}", methods=READ)
    def show_text(request: Request, who: Maker, periode: str, avsnitt: str) -> Response:
        return room.desk.sheet(request, sheet(request, who, periode, avsnitt))

    @routes.post("/utkast/{periode}/tekst/{avsnitt}")
    def write_text(request: Request, who: Maker, periode: str, avsnitt: str, sent: Sent) -> Response:
        shown = sheet(request, who, periode, avsnitt)

        def act(change: Change, filled: Filled) -> None:
            publishing.write(change, who.here.id, period(periode), avsnitt, filled.text(TEXT), filled.version)

        deed = Deed(act, lambda _: f"{shown.back}?gjort=lagret", lambda: sheet(request, who, periode, avsnitt).form)
        return room.desk.take(request, who, sent, shown, deed)


def _publishing(routes: APIRouter, room: ReportRoom) -> None:
    def sheet(request: Request, who: Visitor, periode: str) -> Sheet:
        """Raises NotFound when there is nothing to publish."""
        wanted = period(periode)
        with made_of(request).database.reading(who.scope) as session:
            row = repository.draft(session, who.here.id, wanted.code)
            before = repository.newest(session, who.here.id, wanted.code)
        if row is None or not row.body:
            raise NotFound
        changed = Field(CHANGED_FIELD, marked("Hva er rettet siden forrige versjon?"), Kind.LONG, longest=1000)
        number = publishing.number_of(wanted, before.version + 1 if before else 1)
        return Sheet(
            title=gettext(marked("Publiser rapporten")),
            crumbs=_crumbs(who, wanted),
            form=empty((changed,) if before else ()),
            action=here(who, f"/rapporter/utkast/{wanted.code}/publiser"),
            back=here(who, f"/rapporter/utkast/{wanted.code}"),
            button=gettext(marked("Publiser %(number)s")) % {"number": number},
            lead=gettext(_ABOUT),
            warning=gettext(_FOR_GOOD),
            hidden=((_DIGEST, row.digest),),
            over=title_of(who.here.name, wanted),
        )

    @routes.api_route("/utkast/{periode}/publiser", methods=READ)
    def show_publishing(request: Request, who: Maker, periode: str) -> Response:
        return room.desk.sheet(request, sheet(request, who, periode))

    @routes.post("/utkast/{periode}/publiser")
    def publish_report(request: Request, who: Maker, periode: str, sent: Sent) -> Response:
        shown = sheet(request, who, periode)

        def act(change: Change, filled: Filled) -> str:
            text, digest = filled.text(CHANGED_FIELD), sent.text(_DIGEST)
            return publishing.publish(change, who.here.id, period(periode), digest, text).number

        return room.desk.take(
            request, who, sent, shown, Deed(act, lambda number: f"{address_of(who.here.slug, number)}?gjort=publisert")
        )
