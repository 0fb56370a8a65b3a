"""Below a person: the account closed and opened, a lost password or code replaced by two persons, the name deleted."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, Crumbs, Deed, Desk, Sheet, here, made_of, number, trail_of
from samhandling.areas.change import Change
from samhandling.identity.access import Visitor, needs
from samhandling.identity.links import Purpose
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import NotFound
from samhandling.people import forms, pages, repository
from samhandling.people.linking import LinkShower
from samhandling.people.showing import person_id
from samhandling.people.use_cases import accounts, persons
from samhandling.web.fields import Field, Filled, empty
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked

Administrator = Annotated[Visitor, needs(Permission.PEOPLE_ADMINISTER)]
Second = Annotated[Visitor, needs(Permission.PEOPLE_CONFIRM)]
Sent = Annotated[Submitted, Depends(submitted)]


def add(routes: APIRouter, desk: Desk, links: LinkShower) -> None:
    _closing(routes, desk)
    _inviting_again(routes, desk, links)
    _asking(routes, desk)
    _confirming(routes, desk, links)
    _forgetting(routes, desk)


def _closing(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, person: UUID, account: int) -> Sheet:
        with made_of(request).database.reading(who.scope) as session:
            repository.person(session, who.here.id, person)
            version = repository.account(session, person, account).version
        return replace(
            _sheet(request, who, person, gettext(marked("Sperr kontoen")), f"/konto/{account}/sperr", ()),
            form=Filled((), {}, version=version),
            button=gettext(marked("Sperr kontoen")),
            lead=gettext(
                marked("Ingen kan logge inn med den, og alle innlogginger avsluttes nå. Rollene står ved lag.")
            ),
            warning=gettext(marked("Sperringen kan oppheves når som helst.")),
            danger=True,
        )

    @routes.api_route("/{person}/konto/{konto}/sperr", methods=READ)
    def show_disable(request: Request, who: Administrator, person: str, konto: str) -> Response:
        return desk.sheet(request, sheet(request, who, person_id(person), number(konto)))

    @routes.post("/{person}/konto/{konto}/sperr")
    def disable(request: Request, who: Administrator, person: str, konto: str, sent: Sent) -> Response:
        named, account = person_id(person), number(konto)
        shown = sheet(request, who, named, account)

        def act(change: Change, filled: Filled) -> None:
            accounts.disable(change, who.here.id, named, (account, filled.version))

        there = _to(who, named, "?gjort=sperret")
        return desk.take(request, who, sent, shown, Deed(act, lambda _: there, lambda: shown.form))

    @routes.post("/{person}/konto/{konto}/opphev")
    def enable(request: Request, who: Administrator, person: str, konto: str, sent: Sent) -> Response:
        named, account = person_id(person), number(konto)
        shown = sheet(request, who, named, account)
        shown = replace(
            shown, title=gettext(marked("Opphev sperringen")), action=_to(who, named, f"/konto/{account}/opphev")
        )

        def act(change: Change, filled: Filled) -> None:
            accounts.enable(change, who.here.id, named, (account, filled.version))

        there = _to(who, named, "?gjort=opphevet")
        return desk.take(request, who, sent, shown, Deed(act, lambda _: there, lambda: shown.form))


def _inviting_again(routes: APIRouter, desk: Desk, links: LinkShower) -> None:
    def sheet(request: Request, who: Visitor, person: UUID) -> Sheet:
        return replace(
            _sheet(request, who, person, gettext(marked("Lag ny invitasjon")), "/invitasjon", ()),
            lead=gettext(marked("Invitasjoner som er laget før, slutter å virke.")),
            button=gettext(marked("Lag invitasjon")),
        )

    @routes.api_route("/{person}/invitasjon", methods=READ)
    def show_invite_again(request: Request, who: Administrator, person: str) -> Response:
        return desk.sheet(request, sheet(request, who, person_id(person)))

    @routes.post("/{person}/invitasjon")
    def invite_again(request: Request, who: Administrator, person: str, sent: Sent) -> Response:
        named = person_id(person)
        shown = sheet(request, who, named)

        def act(change: Change, filled: Filled) -> str:
            return persons.invite_again(change, who.here.id, named)

        def there(path: str) -> Response:
            return links.show(request, Purpose.INVITATION, path, shown.over, shown.crumbs, _to(who, named))

        return desk.take(request, who, sent, shown, Deed(act, there))


def _asking(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, person: UUID) -> Sheet:
        title = gettext(marked("Be om ny innlogging"))
        return replace(
            _sheet(request, who, person, title, "/tilbakestill", forms.reset()),
            lead=gettext(marked("Når passordet eller engangskoden er mistet. Du ber om det, og en annen bekrefter.")),
            button=gettext(marked("Be om det")),
        )

    @routes.api_route("/{person}/tilbakestill", methods=READ)
    def show_ask(request: Request, who: Administrator, person: str) -> Response:
        return desk.sheet(request, sheet(request, who, person_id(person)))

    @routes.post("/{person}/tilbakestill")
    def ask(request: Request, who: Administrator, person: str, sent: Sent) -> Response:
        named = person_id(person)

        def act(change: Change, filled: Filled) -> None:
            accounts.ask_reset(change, who.here.id, named, Purpose(filled.text("formaal")))

        deed = Deed(act, lambda _: _to(who, named, "?gjort=bedt"))
        return desk.take(request, who, sent, sheet(request, who, named), deed)

    @routes.post("/{person}/trekk/{formaal}")
    def withdraw(request: Request, who: Administrator, person: str, formaal: str, sent: Sent) -> Response:
        named, purpose = person_id(person), _purpose(formaal)

        def act(change: Change, filled: Filled) -> None:
            accounts.withdraw_reset(change, who.here.id, named, purpose)

        deed = Deed(act, lambda _: _to(who, named, "?gjort=trukket"))
        return desk.take(request, who, sent, replace(sheet(request, who, named), form=empty(())), deed)


def _confirming(routes: APIRouter, desk: Desk, links: LinkShower) -> None:
    def sheet(request: Request, who: Visitor, person: UUID, purpose: Purpose) -> Sheet:
        what = {
            Purpose.PASSWORD: gettext(marked("Bekreft nytt passord")),
            Purpose.SECOND_FACTOR: gettext(marked("Bekreft ny engangskode")),
        }[purpose]
        return replace(
            _sheet(request, who, person, what, f"/bekreft/{purpose.value}", forms.confirmed()),
            lead=gettext(marked("Du er den andre. Når du har bekreftet, får du lenken, og gir den selv til personen.")),
            button=gettext(marked("Bekreft og lag lenken")),
        )

    @routes.api_route("/{person}/bekreft/{formaal}", methods=READ)
    def show_confirm(request: Request, who: Second, person: str, formaal: str) -> Response:
        return desk.sheet(request, sheet(request, who, person_id(person), _purpose(formaal)))

    @routes.post("/{person}/bekreft/{formaal}")
    def confirm(request: Request, who: Second, person: str, formaal: str, sent: Sent) -> Response:
        named, purpose = person_id(person), _purpose(formaal)
        shown = sheet(request, who, named, purpose)

        def act(change: Change, filled: Filled) -> str:
            return accounts.confirm_reset(change, who.here.id, named, purpose)

        def there(path: str) -> Response:
            return links.show(request, purpose, path, shown.over, shown.crumbs, _to(who, named))

        return desk.take(request, who, sent, shown, Deed(act, there))


def _forgetting(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, person: UUID) -> Sheet:
        return replace(
            _sheet(request, who, person, gettext(marked("Slett navnet for godt")), "/slett-navn", forms.name_deleted()),
            lead=gettext(marked("Navn, e-post, HPR-nummer og brukernavn slettes, og kontoen sperres.")),
            warning=gettext(
                marked(
                    "Det kan ikke angres. Loggen beholder en kode i stedet for navnet, så det som er gjort, kan følges."
                )
            ),
            button=gettext(marked("Slett navnet for godt")),
            danger=True,
        )

    @routes.api_route("/{person}/slett-navn", methods=READ)
    def show_delete(request: Request, who: Administrator, person: str) -> Response:
        return desk.sheet(request, sheet(request, who, person_id(person)))

    @routes.post("/{person}/slett-navn")
    def delete(request: Request, who: Administrator, person: str, sent: Sent) -> Response:
        named = person_id(person)

        def act(change: Change, filled: Filled) -> None:
            persons.delete_name(change, who.here.id, named)

        deed = Deed(act, lambda _: _to(who, named, "?gjort=slettet"))
        return desk.take(request, who, sent, sheet(request, who, named), deed)


def _sheet(request: Request, who: Visitor, person: UUID, title: str, path: str, fields: tuple[Field, ...]) -> Sheet:
    """NotFound for somebody the area does not know."""
    with made_of(request).database.reading(who.scope) as session:
        repository.person(session, who.here.id, person)
        stored = repository.name_of(session, person)
    name = pages.shown_name(stored.name if stored else "")
    return Sheet(
        title=title,
        crumbs=_crumbs(who, person, name),
        form=empty(fields),
        action=_to(who, person, path),
        back=_to(who, person),
        button=title,
        over=name,
    )


def _purpose(text: str) -> Purpose:
    if text not in accounts.RESETS:
        raise NotFound
    return Purpose(text)


def _to(who: Visitor, person: UUID, path: str = "") -> str:
    return here(who, f"/personer/{person}{path}")


def _crumbs(who: Visitor, person: UUID, name: str) -> Crumbs:
    return trail_of(who, (gettext(marked("Personer og roller")), "/personer"), (name, f"/personer/{person}"))
