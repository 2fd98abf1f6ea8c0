"""A mail server on a socket: keeps what it is given, and answers as a test tells it to."""

from __future__ import annotations

import asyncio
import socket
import threading
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

STAGES = ("MAIL", "RCPT", "DATA")


class MailServer:
    """Messages arrive in order in `messages`; the envelope's recipients stand in `recipients`.

    reply_with("RCPT", "550 5.1.1 no such user", times=2) answers the next two RCPT commands
    with that line; a reply of "" closes the connection instead, as a server that dies does.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self._replies: dict[str, list[str]] = {stage: [] for stage in STAGES}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="mail server", daemon=True)
        self._ready = threading.Event()

    @property
    def url(self) -> str:
        """The address as EMAIL_URL takes it."""
        return f"smtp://127.0.0.1:{self.port}"

    def reply_with(self, stage: str, line: str, *, times: int = 1) -> None:
        self._replies[stage].extend([line] * times)

    def start(self) -> None:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("The mail server did not start.")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(self._conversation, sock=self._socket)
        )
        self._ready.set()
        self._loop.run_forever()
        server.close()
        pending = asyncio.all_tasks(self._loop)
        for task in pending:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))

    def _conversation(self) -> SMTP:
        return SMTP(self, enable_SMTPUTF8=True, hostname="mail.test", loop=self._loop)

    def _scripted(self, stage: str, smtp: SMTP) -> str | None:
        if not self._replies[stage]:
            return None
        line = self._replies[stage].pop(0)
        if not line and smtp.transport is not None:
            smtp.transport.close()
        return line

    # aiosmtpd calls these by name.
    async def handle_MAIL(  # noqa: N802
        self, smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        scripted = self._scripted("MAIL", smtp)
        if scripted is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return "250 OK" if scripted is None else scripted

    async def handle_RCPT(  # noqa: N802
        self, smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        scripted = self._scripted("RCPT", smtp)
        if scripted is None:
            envelope.rcpt_tos.append(address)
        return "250 OK" if scripted is None else scripted

    async def handle_DATA(  # noqa: N802
        self, smtp: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        scripted = self._scripted("DATA", smtp)
        if scripted is not None:
            return scripted
        raw = envelope.original_content or b""
        self.recipients.append(list(envelope.rcpt_tos))
        self.messages.append(BytesParser(_class=EmailMessage, policy=default).parsebytes(raw))
        return "250 2.0.0 taken"
