"""A mail server that misbehaves where the ordinary one of the tests cannot."""

from __future__ import annotations

import asyncio

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.services.mail import MailServer


class RudeServer(MailServer):
    """`manner`: busy (421 at once), locked (535), before_data (hangs up before a mail), before_dot
    (takes the text and hangs up before its last line), slow (one byte a second)."""

    def __init__(self, manner: str) -> None:
        super().__init__()
        self.manner = manner

    def _conversation(self) -> SMTP:
        return _RudeSmtp(
            self,
            self.manner,
        )


class SlowServer(MailServer):
    """Answers to the end of a mail after `seconds`; takes as many at once as come."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    async def handle_DATA(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.seconds)
        return await super().handle_DATA(smtp, session, envelope)


class _RudeSmtp(SMTP):
    def __init__(self, server: RudeServer, manner: str) -> None:
        self._manner = manner
        super().__init__(
            server,
            hostname="mail.test",
            loop=server._loop,
            auth_require_tls=False,
            authenticator=_refuse,
        )

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if self._manner == "busy":
            await self.push("421 4.7.0 too many connections")
            return
        await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        await self.push("421 4.7.0 too many connections")

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self._manner == "before_data":
            self._hang_up()
            return
        if self._manner == "before_dot":
            await self.push("354 go on")
            await self._reader.readline()
            self._hang_up()
            return
        await super().smtp_DATA(arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        if self._manner != "slow":
            await super().smtp_MAIL(arg)
            return
        for _ in range(60):
            self._writer.write(b"2")
            await self._writer.drain()
            await asyncio.sleep(1)

    def _hang_up(self) -> None:
        assert isinstance(self.transport, asyncio.WriteTransport)
        self.transport.abort()


def _refuse(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    return AuthResult(success=False, handled=False)
