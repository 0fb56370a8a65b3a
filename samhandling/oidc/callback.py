"""The answer that comes back through the browser: anybody may have written it."""

import hmac
from collections.abc import Iterable
from typing import Final

from samhandling.oidc.refusal import Code, SignInRefused

LONGEST: Final = 2_000


def code_of(parameters: Iterable[tuple[str, str]], *, state: str, issuer: str, iss_required: bool) -> str:
    """The authorization code. Checked in this order, so that nothing of a foreign answer is acted upon:

    repeated parameters (callback), state (state), issuer (iss, RFC 9207), the provider's error (error_from_provider).
    """
    given: dict[str, str] = {}
    for name, value in parameters:
        if name in given:
            raise SignInRefused(Code.CALLBACK)
        given[name] = value
    if not hmac.compare_digest(given.get("state", "").encode(errors="replace"), state.encode()):
        raise SignInRefused(Code.STATE)
    if given.get("iss", issuer) != issuer or (iss_required and "iss" not in given):
        raise SignInRefused(Code.ISS)
    if "error" in given:
        raise SignInRefused(Code.ERROR_FROM_PROVIDER, given["error"])
    code = given.get("code", "")
    if not 0 < len(code) <= LONGEST or not all(" " <= character <= "~" for character in code):
        raise SignInRefused(Code.CALLBACK)
    return code
