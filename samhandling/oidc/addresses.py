"""Which addresses the server lets itself be sent to: https, and this machine only when the provider itself is here."""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

_LONGEST: Final = 2000


def is_safe(address: object) -> bool:
    """https with a host, or http on loopback; no user, no fragment, no odd characters."""
    if not isinstance(address, str) or len(address) > _LONGEST or not _plain(address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or "#" in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def belongs(address: str, issuer: str) -> bool:
    """Whether a provider may send us there: to a number, or to this machine, only when that is the issuer's own host.

    Both are safe addresses. A provider on the net cannot make the server call its neighbours by number.
    """
    host, own = urlsplit(address).hostname or "", urlsplit(issuer).hostname or ""
    if _is_loopback(own):
        return _is_loopback(host) or urlsplit(address).scheme == "https"
    return host == own or not (_is_loopback(host) or _is_number(host))


def _plain(address: str) -> bool:
    return all("!" <= character <= "~" and character not in '\\"<>^`{|}' for character in address)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_number(host: str) -> bool:
    """An address by number, in any of the spellings a resolver takes (127.1, 0x7f.0.0.1, 2130706433)."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.startswith("0x")
