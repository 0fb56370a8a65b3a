"""A real mail server in a thread, and an area with cases to write home about."""

import email
import email.policy
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from samhandling.notices.smtp import Office, Security

#: Answers one command of the server's; None leaves it to the server.
Answer = Callable[[str], str | None]
FROM = "ikke-svar@samhandling.example"
ORIGIN = "https://samhandling.example"


@dataclass
class Postbox:
    """`mails`: all that were taken, in order. `answer`: to MAIL, RCPT, DATA, TAKEN (the whole mail is here)."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer: Answer = lambda _step: None
    port: int = 0

    async def handle_MAIL(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:
        refused = self.answer("MAIL")
        if refused is None:
            envelope.mail_from = address
        return refused or "250 OK"

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:
        refused = self.answer("RCPT")
        if refused is None:
            envelope.rcpt_tos.append(address)
        return refused or "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        refused = self.answer("TAKEN")
        if refused is None:
            assert isinstance(envelope.content, bytes)
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.mails.append(mail)  # type: ignore[arg-type]
            self.recipients += envelope.rcpt_tos
            refused = self.answer("STORED")
        return refused or "250 OK"

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    def office(self, **changed: Any) -> Office:
        told = {"host": "127.0.0.1", "port": self.port, "security": Security.NONE, "sender": FROM, "origin": ORIGIN}
        return Office(**(told | changed))


class _Server(SMTP):
    """Lets DATA be refused before a byte of the mail is sent."""

    async def smtp_DATA(self, arg: str) -> None:
        refused = self.event_handler.answer("DATA")
        if refused:
            await self.push(refused)
        else:
            await super().smtp_DATA(arg)

    async def push(self, status: str | bytes) -> None:
        """«drop»: the line breaks instead of an answer."""
        if status == "drop":
            assert self.transport is not None
            self.transport.abort()
        else:
            await super().push(status)


class _Post(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, loop=self.loop, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        """Without calling it: the port may be any, and speak TLS from the first byte."""
        self._factory_invoker()


@contextmanager
def postbox(*, tls: ssl.SSLContext | None = None, port: int = 0, **server: Any) -> Iterator[Postbox]:
    """`tls`: from the first byte. `server`: of aiosmtpd, as `tls_context` for STARTTLS. Port 0 takes a free one."""
    box = Postbox()
    post = _Post(box, hostname="127.0.0.1", port=port, ssl_context=tls, ready_timeout=10, **server)
    post.start()
    try:
        box.port = post.server.sockets[0].getsockname()[1]
        yield box
    finally:
        post.stop()
