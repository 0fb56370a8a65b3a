"""Which authorization requests are answered: code with PKCE S256, from a known client, to its own address."""

import re
from typing import Final

from samhandling.oidc_provider.memory import Asked
from samhandling.oidc_provider.refusing import NotTrusted, SentBack
from samhandling.oidc_provider.registered import Registered

_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_THUMBPRINT: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def read(client: Registered, fields: dict[str, str]) -> Asked:
    """Raises NotTrusted for a redirect address that is not the client's, SentBack with a standard error otherwise."""
    redirect_uri = fields.get("redirect_uri", "")
    if redirect_uri not in client.redirect_uris:
        raise NotTrusted
    wrong = _wrong(client, fields)
    if wrong:
        raise SentBack(wrong, redirect_uri, fields.get("state"))
    return Asked(
        client_id=client.client_id,
        redirect_uri=redirect_uri,
        scope=tuple(fields["scope"].split(" ")),
        state=fields.get("state"),
        nonce=fields.get("nonce"),
        challenge=fields["code_challenge"],
        key_thumbprint=fields.get("dpop_jkt"),
    )


def _wrong(client: Registered, fields: dict[str, str]) -> str | None:
    """The standard error code of the first thing that is not as it must be."""
    scopes = fields.get("scope", "").split(" ")
    checks = (
        ("request_not_supported", "request" not in fields),
        ("request_uri_not_supported", "request_uri" not in fields),
        ("unsupported_response_type", fields.get("response_type") == "code"),
        ("invalid_request", fields.get("response_mode", "query") == "query"),
        ("invalid_scope", "openid" in scopes and set(scopes) <= set(client.scopes)),
        ("invalid_request", fields.get("code_challenge_method") == "S256"),
        ("invalid_request", _CHALLENGE.fullmatch(fields.get("code_challenge", "")) is not None),
        ("invalid_request", bool(fields.get("state")) and bool(fields.get("nonce"))),
        ("invalid_request", "dpop_jkt" not in fields or _THUMBPRINT.fullmatch(fields["dpop_jkt"]) is not None),
        ("login_required", fields.get("prompt") != "none"),
    )
    return next((error for error, holds in checks if not holds), None)
