"""Signing in at an outside provider: begun here, done there, finished here. No token and no `pid` is ever kept.

What must be remembered in between stands sealed in a row of its own that is bound to the browser by a cookie, and is
taken out when the browser comes back. An account is issuer and subject; a first sign-in is matched to an invitation.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.fernet import InvalidToken

from samhandling.audit.chain import Actor, Subject
from samhandling.identity import accounts, links
from samhandling.identity.browsers import Browser
from samhandling.identity.links import Link, LinkOver
from samhandling.identity.providers import several_factors
from samhandling.identity.signing_in import Begun, begin_half_open, complete_outside, refuse_outside
from samhandling.identity.tables import Account, PendingSignIn
from samhandling.identity.tokens import new_token, token_hash
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound, Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.oidc.refusal import Code, SignInRefused
from samhandling.oidc.values import Identity, Pending
from samhandling.services import OutsideProvider, Services

_PENDING = "pending sign-in"


@dataclass(frozen=True, slots=True)
class Departure:
    """Send the browser to `url` with the cookie."""

    url: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Arrival:
    begun: Begun
    onward: str


def provider_of(services: Services, id_: str) -> OutsideProvider:
    """Raises NotFound."""
    if id_ not in services.providers:
        raise NotFound
    return services.providers[id_]


def depart(services: Services, id_: str, redirect_uri: str, onward: str, link: str = "") -> Departure:
    """`link`: token of the invitation it was begun from. Raises NotFound, SignInRefused (the provider is away)."""
    started = provider_of(services, id_).client.begin(redirect_uri, services.clock())
    kept = json.dumps({"pending": started.pending.dump(), "onward": onward, "link": link})
    cookie = new_token()
    with services.database.writing(SYSTEM) as session:
        session.add(
            PendingSignIn(
                cookie_hash=token_hash(cookie),
                sealed=services.secrets.seal(_PENDING, kept.encode()),
                started_at=services.clock(),
            )
        )
    return Departure(started.url, cookie)


def arrive(
    services: Services, browser: Browser, id_: str, cookie: str | None, parameters: Iterable[tuple[str, str]]
) -> Arrival:
    """Raises NotFound, SignInRefused, LinkOver (the invitation), Refused: `nobodys` (no account, no invitation),
    `another_person` (the invitation is for another HPR number).
    """
    provider = provider_of(services, id_)
    try:
        pending, onward, link = _taken(services, cookie)
        identity = provider.client.finish(pending, parameters, services.clock())
    except SignInRefused as refused:
        refuse_outside(services, id_, refused.code)
        raise
    try:
        with services.database.writing(SYSTEM) as session:
            account = accounts.by_subject(session, identity.issuer, identity.subject)
            account = account or _first_time(session, services, provider, identity, link)
            if account.disabled_at is not None:
                raise Refused("nobodys")
            if several_factors(identity, provider):
                return Arrival(complete_outside(session, services, browser, account), onward)
            return Arrival(begin_half_open(session, services, browser, account), onward)
    except (Refused, LinkOver) as error:
        refuse_outside(services, id_, error.code)
        raise


def _taken(services: Services, cookie: str | None) -> tuple[Pending, str, str]:
    if cookie is None:
        raise SignInRefused(Code.STATE)
    with services.database.writing(SYSTEM) as session:
        row = accounts.take_pending(session, token_hash(cookie))
    if row is None:
        raise SignInRefused(Code.STATE)
    try:
        kept = json.loads(services.secrets.unseal(_PENDING, row.sealed))
    except InvalidToken:
        raise SignInRefused(Code.STATE) from None
    return Pending.load(kept["pending"]), kept["onward"], kept["link"]


def _first_time(
    session: DbSession, services: Services, provider: OutsideProvider, identity: Identity, token: str
) -> Account:
    """The account of an invited person: one who came by the link, or whose HPR number the invitation was for."""
    link = _invitation(session, services, provider, identity, token)
    account = Account(
        person_id=link.person, issuer=identity.issuer, subject=identity.subject, created_at=services.clock()
    )
    session.add(account)
    session.flush()
    services.trail.record(
        session,
        "account_opened",
        Subject("person", str(link.person)),
        by=Actor(link.person, ""),
        at=services.clock(),
        provider=provider.client.provider.id,
    )
    return account


def _invitation(
    session: DbSession, services: Services, provider: OutsideProvider, identity: Identity, token: str
) -> Link:
    number = identity.hpr_number if provider.knows_hpr else None
    if token:
        link = links.take(session, services, token)
        _, name = accounts.person_of(session, link.person)
        if provider.knows_hpr and name is not None and name.hpr_number not in (None, number):
            # The one who holds the link is not the one it was made for.
            raise Refused("another_person")
        return link
    person = accounts.person_with_hpr(session, number) if number else None
    if person is None:
        raise Refused("nobodys")
    try:
        return links.take_invitation_of(session, services, person)
    except LinkOver:
        raise Refused("nobodys") from None
