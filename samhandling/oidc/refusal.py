"""Why a sign-in was refused: one error with a stable code, never with a secret or a claim in it."""

from enum import StrEnum
from typing import Final


class Code(StrEnum):
    STATE = "state"  # the answer is not to a sign-in this browser began here
    EXPIRED = "expired"  # begun too long ago
    CALLBACK = "callback"  # parameters missing, repeated or malformed
    ISS = "iss"  # the answer, or the token, is from another provider
    ERROR_FROM_PROVIDER = "error_from_provider"  # see `SignInRefused.said`
    PAR = "par"  # the pushed request was not accepted
    TOKEN = "token"  # noqa: S105  the code was not accepted, or the answer is not a token answer
    TOKEN_TYPE = "token_type"  # noqa: S105  DPoP asked for, something else given
    TYPE = "type"  # a JWT, but not an ID token
    ALG = "alg"
    KEY = "key"  # the provider does not publish the key
    SIGNATURE = "signature"
    AUD = "aud"
    AZP = "azp"
    NONCE = "nonce"
    EXP = "exp"
    NBF = "nbf"
    IAT = "iat"
    AT_HASH = "at_hash"
    SUBJECT = "subject"  # no usable `sub`, or one shaped like a national identity number
    METADATA = "metadata"  # the discovery document or the key set cannot be used
    NETWORK = "network"  # no answer, a redirect, too long or too slow an answer


# RFC 6749 4.1.2.1 and OpenID Connect Core 3.1.2.6. Anything else a provider sends is not repeated.
_STANDARD: Final = frozenset(
    {
        "access_denied",
        "account_selection_required",
        "consent_required",
        "interaction_required",
        "invalid_client",
        "invalid_grant",
        "invalid_request",
        "invalid_scope",
        "login_required",
        "server_error",
        "temporarily_unavailable",
        "unauthorized_client",
        "unsupported_response_type",
    }
)


class SignInRefused(Exception):
    """`said`: the provider's standard error code («access_denied»: the person cancelled), None for any other text."""

    def __init__(self, code: Code, said: object = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.said = said if isinstance(said, str) and said in _STANDARD else None
