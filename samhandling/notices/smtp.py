"""Speaks SMTP with the one server that takes our mail: connects, encrypts, signs in, hands over.

Every step has a time limit. What went wrong is told by a code, never by the server's words, which may hold an address.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_CONNECT: Final = 15.0
_COMMAND: Final = 20.0
_ACCEPTED: Final = 60.0  # after the whole mail is sent
_LINE_WITH_DOT: Final = re.compile(rb"^\.", re.M)


class Security(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Office:
    """Where mail is handed in. `sender`: an address nobody reads. `origin`: what links begin with."""

    host: str
    port: int
    security: Security
    sender: str
    origin: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


class Declined(Exception):
    """The mail was not taken. `for_good`: nor will it be. `everything`: it is the server, not this mail."""

    def __init__(self, code: str, *, for_good: bool = False, everything: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.for_good = for_good
        self.everything = everything


class Broken(Exception):
    """The line broke while the mail was handed over: nobody knows whether it was taken."""


@contextmanager
def line(office: Office) -> Iterator[smtplib.SMTP]:
    """Connected, encrypted as told, signed in. Raises Declined; never goes on without the encryption."""
    try:
        smtp = _connected(office)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        raise Declined(_code(error), everything=True) from None
    try:
        yield smtp
    finally:
        # Whatever has been settled by now is settled; a farewell that fails changes nothing.
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        smtp.close()


def announce(smtp: smtplib.SMTP, sender: str, recipient: str) -> None:
    """From whom and to whom. Raises Declined."""
    try:
        for reply in (smtp.mail(sender), smtp.rcpt(recipient)):
            _accepted(reply[0], 250, 251)
    except (OSError, smtplib.SMTPException) as error:
        raise Declined(_code(error), everything=True) from None


def hand_over(smtp: smtplib.SMTP, mail: bytes) -> None:
    """`mail`: with CRLF. Raises Declined when it was surely not taken, Broken when nobody knows."""
    try:
        _accepted(smtp.docmd("DATA")[0], 354)
    except (OSError, smtplib.SMTPException) as error:
        raise Declined(_code(error), everything=True) from None
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(_ACCEPTED)
        smtp.send(_LINE_WITH_DOT.sub(b"..", mail) + b".\r\n")
        code = smtp.getreply()[0]
    except (OSError, smtplib.SMTPException):
        raise Broken from None
    if not 200 <= code < 600:
        raise Broken
    _accepted(code, 250)


def _connected(office: Office) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    # Our own name is the one users know; looking up the machine's could take as long as the name server likes.
    if office.security is Security.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            office.host, office.port, local_hostname=office.domain, timeout=_CONNECT, context=trust
        )
    else:
        smtp = smtplib.SMTP(office.host, office.port, local_hostname=office.domain, timeout=_CONNECT)
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(_COMMAND)
        smtp.ehlo_or_helo_if_needed()
        if office.security is Security.STARTTLS:
            smtp.starttls(context=trust)
        if office.user:
            smtp.login(office.user, office.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _accepted(code: int, *wanted: int) -> None:
    if code in wanted:
        return
    # 421: the server is closing, whatever was asked. What is no refusal at all is one that may pass.
    raise Declined(f"refused_{code}", for_good=500 <= code < 600, everything=code == 421)


def _code(error: Exception) -> str:
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (TimeoutError, "timeout"),
        ((ssl.SSLError, smtplib.SMTPNotSupportedError), "tls"),
        ((smtplib.SMTPAuthenticationError, UnicodeError), "login"),
    )
    return next((code for kind, code in kinds if isinstance(error, kind)), "connection")
