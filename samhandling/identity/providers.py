"""Which outside providers people may sign in through: a TOML file named by SAMHANDLING_PROVIDERS, none without it.

[[provider]]
profile = "helseid"              # or leave it out, and give id, label and what else `oidc.provider.Provider` takes
issuer = "https://…"
client_id = "…"
private_key_file = "client.jwk"  # beside this file; or client_secret_file
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from samhandling.oidc.client import Client
from samhandling.oidc.provider import ClientSecret, PrivateKey, Provider, helseid
from samhandling.oidc.values import Identity
from samhandling.services import OutsideProvider

#: Names that mean something else after «/logg-inn/».
_TAKEN: Final = frozenset({"kode", "ny-kode"})
_KNOWN: Final = frozenset({"id", "label", "scopes", "par", "dpop", "iss_required", "at_hash_required", "algorithms"})
#: HelseID's security levels where more than one factor was used.
_SEVERAL_FACTORS: Final = frozenset({"3", "4"})


class ProvidersUnusable(ValueError):
    """A finished sentence in bokmål about what is wrong in the file."""


def load(path: Path) -> Mapping[str, OutsideProvider]:
    """Raises ProvidersUnusable."""
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("provider", [])
        found = [_provider(row, path.parent) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProvidersUnusable(f"SAMHANDLING_PROVIDERS ({path}) kan ikke brukes: {error}") from error
    ids = [each.client.provider.id for each in found]
    if len(set(ids)) < len(ids) or not _TAKEN.isdisjoint(ids) or any(not _is_word(each) for each in ids):
        raise ProvidersUnusable(f"SAMHANDLING_PROVIDERS ({path}): hver «id» må være et eget ord med a–z og 0–9.")
    return dict(zip(ids, found, strict=True))


def several_factors(identity: Identity, provider: OutsideProvider) -> bool:
    """Whether the provider says so; one that says nothing is taken to have asked for a password only (ASVS V6.8.4)."""
    return provider.several_factors or identity.security_level in _SEVERAL_FACTORS or "mfa" in identity.amr


def _provider(row: Mapping[str, Any], folder: Path) -> OutsideProvider:
    if row.get("profile") == "helseid":
        key = _secret(folder / row["private_key_file"])
        return OutsideProvider(Client(helseid(row["issuer"], row["client_id"], key)), knows_hpr=True)
    settings = {name: value for name, value in row.items() if name in _KNOWN}
    settings |= {name: type_(row[name]) for name, type_ in _COLLECTIONS.items() if name in row}
    authentication = (
        PrivateKey(_secret(folder / row["private_key_file"]))
        if "private_key_file" in row
        else ClientSecret(_secret(folder / row["client_secret_file"]))
    )
    provider = Provider(issuer=row["issuer"], client_id=row["client_id"], authentication=authentication, **settings)
    return OutsideProvider(Client(provider), several_factors=row.get("several_factors") is True)


_COLLECTIONS: Final[Mapping[str, type]] = {"scopes": tuple, "algorithms": frozenset}


def _secret(path: Path) -> str:
    return path.read_text("utf-8").strip()


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalnum() and text.islower()
