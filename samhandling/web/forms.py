"""A form as it was sent: text fields and files in memory, kept also when the body turned out too large.

A file is kept in memory up to what the request may send (web/limits.py), so nothing sent here touches the disk.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from samhandling.web.limits import BODY_LIMIT, BodyTooLarge, allow, allowed

_MOST_FIELDS = 400
_READ = "samhandling.submitted"  # kept in the scope: the body of a request can be read only once


@dataclass(frozen=True, slots=True)
class Upload:
    """`name` is the file's name as the browser gave it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Submitted:
    """The fields by name, last value wins, line breaks as \\n. `cut_off`: the body was too large."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    cut_off: bool = False

    def text(self, name: str) -> str:
        return self.fields.get(name, "")


async def submitted(request: Request) -> Submitted:
    """Reads a multipart form, once a request. What is none is refused with 400, what is too large with 413."""
    sent = await submitted_in_part(request)
    if sent.cut_off:
        raise BodyTooLarge
    return sent


async def submitted_in_part(request: Request) -> Submitted:
    """As `submitted`, but of a body that is too large what came before the limit is given."""
    if _READ not in request.scope:
        request.scope[_READ] = await _submitted(request)
    return request.scope[_READ]  # type: ignore[no-any-return]


def submitted_up_to(limit: int) -> Callable[[Request], Awaitable[Submitted]]:
    """A dependency as `submitted_in_part`, for a route that takes larger files. It stands after the one that says who
    may: what somebody else sends is never more than the usual limit."""

    async def larger(request: Request) -> Submitted:
        allow(request, limit)
        return await submitted_in_part(request)

    return larger


async def _submitted(request: Request) -> Submitted:
    headers = _read_as_bytes(request.headers)
    parser = MultiPartParser(
        headers, request.stream(), max_files=1, max_fields=_MOST_FIELDS, max_part_size=BODY_LIMIT
    )
    parser.spool_max_size = allowed(request)
    cut_off = False
    try:
        await parser.parse()
    except BodyTooLarge:
        cut_off = True
    except MultiPartException:
        raise HTTPException(400) from None
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for name, value in parser.items:
        if isinstance(value, str):
            fields[_utf8(name)] = _utf8(value).replace("\r\n", "\n")
        elif not cut_off:  # the parser itself closes the files of a body it could not read to the end
            if value.filename:
                files[_utf8(name)] = Upload(_utf8(value.filename), await value.read())
            await value.close()
    return Submitted(fields, files, cut_off)


def _read_as_bytes(sent: Headers) -> Headers:
    """The parser guesses at what is not UTF-8; as Latin-1 it gives back every byte, and `_utf8` refuses instead."""
    kind, parameters = parse_options_header(sent.get("content-type", ""))
    if kind != b"multipart/form-data" or parameters.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        raise HTTPException(400)
    return Headers({"content-type": sent["content-type"] + "; charset=latin-1"})


def _utf8(read: str) -> str:
    """NUL is refused as well: nobody types it, and PostgreSQL cannot store it."""
    try:
        text = read.encode("latin-1").decode()
    except UnicodeDecodeError:
        raise HTTPException(400) from None
    if "\0" in text:
        raise HTTPException(400)
    return text


async def searched(request: Request) -> tuple[tuple[str, str], ...]:
    """A search as it was sent: its fields in order, a name as often as it was chosen. Anything else: 400.

    A search is sent, not asked for in an address: what somebody typed must be looked at before it stands in one.
    """
    if not request.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
        raise HTTPException(400)
    try:
        fields = parse_qsl((await request.body()).decode(), errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    if any("\0" in value for _, value in fields):
        raise HTTPException(400)
    return tuple(fields)
