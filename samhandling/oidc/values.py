"""The values of a sign-in: what is kept while it is under way, and who it turned out to be."""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Self

from samhandling.oidc.keys import dpop_key
from samhandling.oidc.refusal import Code, SignInRefused


@dataclass(frozen=True, slots=True)
class Pending:
    """Kept server-side, tied to the browser that began, taken out (not only read) when the browser comes back.

    Holds secrets: `code_verifier` and the private `dpop_key`. `started_at` is UTC, ISO 8601.
    """

    provider: str
    redirect_uri: str
    started_at: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    dpop_key: str | None = field(repr=False)

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> Self:
        """Refused (state): anything `dump` did not write."""
        try:
            values = json.loads(text)
            names = {each.name for each in fields(cls)}
            if not isinstance(values, dict) or set(values) != names or not _are_texts(values):
                raise SignInRefused(Code.STATE)
            if datetime.fromisoformat(values["started_at"]).tzinfo is None:
                raise SignInRefused(Code.STATE)
            if values["dpop_key"] is not None:
                dpop_key(values["dpop_key"])
        except (ValueError, RecursionError):
            raise SignInRefused(Code.STATE) from None
        return cls(**values)


def _are_texts(values: dict[str, object]) -> bool:
    return all(isinstance(value, str) or (name == "dpop_key" and value is None) for name, value in values.items())


@dataclass(frozen=True, slots=True)
class Started:
    """Send the browser to `url`; keep `pending`."""

    url: str
    pending: Pending


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in. The person is `issuer` + `subject`, never the name or the HPR number (ASVS 10.5.2).

    Holds no national identity number and no token, whatever the provider sent.
    """

    issuer: str
    subject: str
    name: str | None
    hpr_number: str | None
    security_level: str | None
    auth_time: datetime | None
    acr: str | None
    amr: tuple[str, ...]
