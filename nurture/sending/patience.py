"""An SMTP connection with patience for a whole mail, not for each of its bytes.

smtplib waits its timeout anew for every byte that comes; a server that sends one a second would
hold a worker for minutes. Here a mail, or a greeting and a login together, has one deadline.
"""

from __future__ import annotations

import smtplib
import socket
import time
from ssl import SSLContext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _socket import _Address

    from _typeshed import ReadableBuffer


class _Reader:
    """Lines from a socket, until the deadline of the connection that owns it."""

    def __init__(self, sock: socket.socket, owner: Patient) -> None:
        self._sock, self._owner = sock, owner
        self._rest = b""

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self._rest and len(self._rest) < limit:
            self._sock.settimeout(self._owner.left())
            piece = self._sock.recv(4096)
            if not piece:
                break
            self._rest += piece
        end = self._rest.find(b"\n") + 1 or len(self._rest)
        line, self._rest = self._rest[: min(end, limit)], self._rest[min(end, limit) :]
        return line

    def close(self) -> None:
        """The socket is closed by its connection."""


class Patient(smtplib.SMTP):
    def __init__(self, host: str, port: int, *, local_hostname: str, timeout: float) -> None:
        self.begin(timeout)
        super().__init__(host, port, local_hostname, timeout)

    def connect(
        self,
        host: str = "localhost",
        port: int = 0,
        source_address: _Address | None = None,
    ) -> tuple[int, bytes]:
        """Each write leaves at once. The dot that ends a mail is a second small write: held back
        until the server has acknowledged the first, it costs 40 ms a mail."""
        answer = super().connect(host, port, source_address)
        if self.sock is not None:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return answer

    def begin(self, seconds: float) -> None:
        """All that follows, until the next call, has so many seconds."""
        self._deadline = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds; raises TimeoutError where none are."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("The mail server took too long.")
        return left

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Reader(self.sock, self)
        return super().getreply()

    def send(self, s: ReadableBuffer | str) -> None:
        if self.sock is not None:
            self.sock.settimeout(self.left())
        super().send(s)


class PatientSsl(Patient, smtplib.SMTP_SSL):
    def __init__(
        self, host: str, port: int, *, local_hostname: str, timeout: float, context: SSLContext
    ) -> None:
        self.begin(timeout)
        smtplib.SMTP_SSL.__init__(
            self, host, port, local_hostname, timeout=timeout, context=context
        )
