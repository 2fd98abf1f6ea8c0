"""Hands a message to the mail server, and says exactly how far it came when that fails.

Sending opens one transport for a batch. With Django's SMTP backend configured it speaks SMTP
itself, because only so it knows whether the end of a message was sent; every other
backend (the outbox, a provider's API) goes through Django.
"""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from email.utils import parseaddr
from select import select
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.core.mail import DNS_NAME, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError

from nurture.sending.patience import Patient, PatientSsl
from nurture.sending.refusals import Phase, RefusedError
from nurture.writing.wire import wire_bytes

logger = logging.getLogger(__name__)

_SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
# Nothing depends on what a server answers to a goodbye.
_FAREWELL_SECONDS = 3
_LINE_BEGINS_WITH_DOT = re.compile(rb"(?m)^\.")


class Transport(Protocol):
    """`open` may be called before each mail; both methods raise RefusedError and nothing else.

    `send` says what the sending provider calls the mail; '' where it has no name of its own.
    """

    def open(self) -> None: ...
    def send(self, message: EmailMultiAlternatives) -> str: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def transport() -> Transport:
    return SmtpTransport() if settings.EMAIL_BACKEND == _SMTP_BACKEND else BackendTransport()


class _Closing:
    """Closes itself at the end of a batch, whatever happened in it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        raise NotImplementedError


class SmtpTransport(_Closing):
    """One connection for a whole batch; opened again after every failure."""

    def __init__(self) -> None:
        self._server: Patient | None = None

    def open(self) -> None:
        if self._server is not None:
            return
        try:
            self._server = _connect()
            if settings.EMAIL_HOST_USER:
                self._server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except smtplib.SMTPResponseException as error:
            phase = Phase.LOGIN if self._server is not None else Phase.CONNECT
            self.close()
            raise RefusedError(phase, error.smtp_code, _text(error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            phase = Phase.LOGIN if self._server is not None else Phase.CONNECT
            self.close()
            raise RefusedError(phase, None, _text(error)) from error

    def send(self, message: EmailMultiAlternatives) -> str:
        self.open()
        assert self._server is not None
        raw = wire_bytes(message)
        sender, recipient = parseaddr(message.from_email)[1], message.to[0]
        try:
            _deliver(self._server, sender, recipient, raw)
        except RefusedError as refusal:
            self._reset(is_answering=refusal.code is not None)
            raise
        return ""

    def close(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.begin(_FAREWELL_SECONDS)
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()

    def _reset(self, *, is_answering: bool) -> None:
        """The next mail begins afresh, on a new connection where this one is silent or gone."""
        server = self._server
        assert server is not None
        try:
            server.begin(_FAREWELL_SECONDS)
            if is_answering and server.rset()[0] == 250:
                return
        except (OSError, smtplib.SMTPException):
            logger.debug("The mail server is gone; the next mail connects again.")
        server.close()
        self._server = None


class BackendTransport(_Closing):
    """Whatever mail backend Django is configured with."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def open(self) -> None:
        if self._backend is None:
            self._backend = get_connection()

    def send(self, message: EmailMultiAlternatives) -> str:
        self.open()
        assert self._backend is not None
        try:
            self._backend.send_messages([message])
        except DatabaseError as error:
            # The outbox is a table of our own: what it refused is not in it.
            raise RefusedError(Phase.DATA, None, _text(error)) from error
        except Exception as error:
            # A provider's API that answered says so by a status; without an answer nobody knows.
            code = getattr(error, "status_code", None)
            raise RefusedError(*_reading_of(code), _text(error)) from error
        # Set by Anymail's backends; others leave no such mark.
        told = getattr(message, "anymail_status", None)
        return str(getattr(told, "message_id", None) or "")

    def close(self) -> None:
        if self._backend is not None:
            self._backend.close()


def _connect() -> Patient:
    place = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    name, seconds = DNS_NAME.get_fqdn(), settings.EMAIL_TIMEOUT
    if settings.EMAIL_USE_SSL:
        context = ssl.create_default_context()
        return PatientSsl(*place, local_hostname=name, timeout=seconds, context=context)
    server = Patient(*place, local_hostname=name, timeout=seconds)
    if settings.EMAIL_USE_TLS:
        server.starttls(context=ssl.create_default_context())
    return server


def _deliver(server: Patient, sender: str, recipient: str, raw: bytes) -> None:
    """One mail. Its last line, the dot that ends it, is sent apart: before it nothing counts."""
    phase = Phase.ENVELOPE
    server.begin(settings.EMAIL_TIMEOUT)
    try:
        server.ehlo_or_helo_if_needed()
        options = () if recipient.isascii() and sender.isascii() else ("SMTPUTF8",)
        _expect(phase, {250}, server.mail(sender, options))
        phase = Phase.RECIPIENT
        _expect(phase, {250, 251}, server.rcpt(recipient))
        phase = Phase.DATA
        _expect(phase, {354}, server.docmd("DATA"))
        server.send(_LINE_BEGINS_WITH_DOT.sub(b"..", raw).removesuffix(b"\r\n") + b"\r\n")
        _expect_silence(server)
        phase = Phase.END
        server.send(b".\r\n")
        _expect(phase, {250}, server.getreply())
    except smtplib.SMTPNotSupportedError as error:
        raise RefusedError(phase, 553, _text(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
        raise RefusedError(phase, code, _text(error)) from error


def _expect_silence(server: Patient) -> None:
    """A server that hung up, or already said no, never gets the dot: then nothing was sent.

    Under TLS a socket may have something to read that is no word of the server's.
    """
    sock = server.sock
    if sock is None or isinstance(sock, ssl.SSLSocket) or not select([sock], [], [], 0)[0]:
        return
    _expect(Phase.DATA, set(), server.getreply())


def _expect(phase: Phase, wanted: set[int], reply: tuple[int, bytes]) -> None:
    code, text = reply
    if code not in wanted:
        raise RefusedError(phase, code, _text(text))


def _reading_of(status: object) -> tuple[Phase, int | None]:
    """An HTTP status in the words of SMTP: busy is 4xx, a bad key is 535, the rest is for good."""
    if not isinstance(status, int):
        return Phase.END, None
    if status in (401, 403):
        return Phase.LOGIN, 535
    return Phase.DATA, 451 if status == 429 or status >= 500 else 554


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) or type(value).__name__
