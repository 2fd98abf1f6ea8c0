"""A mail server that misbehaves where the ordinary one of the tests cannot."""

from __future__ import annotations

import asyncio

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.services.mail import MailServer


class RudeServer(MailServer):
    """`manner`: busy (421 at once), locked (535), before_data (hangs up before a mail)."""

    def __init__(self, manner: str) -> None:
        super().__init__()
        self.manner = manner

    def _conversation(self) -> SMTP:
        return _RudeSmtp(
            self,
            self.manner,
        )


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
            assert isinstance(self.transport, asyncio.WriteTransport)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def _refuse(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    return AuthResult(success=False, handled=False)
