"""A stored file on its way out: it is saved, never opened in our own address, and can do nothing if it is."""

from typing import Final
from urllib.parse import quote

from fastapi.responses import Response

from samhandling.attachments.naming import plain
from samhandling.web.headers import POLICY

_HEADERS: Final = {
    POLICY: "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Download-Options": "noopen",
}


def download(name: str, media_type: str, content: bytes) -> Response:
    """Under its name in plain letters, and in its own beside it (RFC 6266)."""
    disposition = f"attachment; filename=\"{plain(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, headers=_HEADERS | {"Content-Disposition": disposition}, media_type=media_type)
