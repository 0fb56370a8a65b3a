"""A mail as it goes out: case numbers, what happened in a word or two, links. Nothing else of the case (ruling E)."""

from collections.abc import Sequence
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from samhandling.notices import links
from samhandling.notices.repository import Line
from samhandling.notices.smtp import Declined, Office
from samhandling.notices.texts import CODES, MAIL
from samhandling.web.i18n import Text


def recipient(address: str) -> Address:
    """Raises Declined for one that cannot be written in a mail."""
    try:
        address.encode("ascii")
        return Address(addr_spec=address)
    except (ValueError, IndexError, MessageError):  # the parser's own ways of refusing
        raise Declined("address", for_good=True) from None


def letter(
    told: Sequence[Line],
    to: Address,
    maalform: str,
    own: Sequence[str],
    office: Office,
    *,
    message_id: str,
    at: datetime,
    digest: bool,
) -> bytes:
    """`told`: not empty. `own`: slugs of the reader's areas. With CRLF, and in ASCII whatever the server can do."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("Samhandling", addr_spec=office.sender)
    mail["Reply-To"] = Address(addr_spec=office.sender)
    mail["To"] = to
    mail["Subject"] = _in(maalform, MAIL["digest"]) if digest else _case(told[0], maalform)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    signed_in = MAIL["signed_in_digest" if len(told) > 1 else "signed_in"]
    parts = [
        *(_entry(line, maalform, own, office.origin) for line in told),
        f"{_in(maalform, signed_in)} {_in(maalform, MAIL['no_answer'])}",
        f"{_in(maalform, MAIL['choose'])}: {office.origin}{links.CHOICE}",
    ]
    mail.set_content("\n\n".join(parts) + "\n", cte="quoted-printable")
    mail["Content-Language"] = maalform  # afterwards: setting the content takes such headers away
    return mail.as_bytes()


def _entry(line: Line, maalform: str, own: Sequence[str], origin: str) -> str:
    times = f" ({line.count})" if line.count > 1 else ""
    what = _in(maalform, CODES[line.code].short)
    return f"{_case(line, maalform)}: {what}{times}\n{origin}{links.case_path(line.number, line.owner, own)}"


def _case(line: Line, maalform: str) -> str:
    return _in(maalform, MAIL["case"]).format(number=line.number)


def _in(maalform: str, text: Text) -> str:
    return text.nn if maalform == "nn" else text.nb
