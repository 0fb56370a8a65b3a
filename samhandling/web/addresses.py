"""Where a request comes from, as far as it can be told: what the server's own list of trusted proxies let through."""

from ipaddress import IPv6Address, ip_address

from starlette.types import Scope


def network(scope: Scope) -> str:
    """One network to IPv6, where a household or an office has more addresses than can be counted."""
    host: str = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)
