"""The connection that mails travel on."""

from __future__ import annotations

import socket

from nurture.sending.patience import Patient
from tests.services.mail import MailServer


def test_small_writes_leave_at_once(smtp_server: MailServer) -> None:
    with Patient("127.0.0.1", smtp_server.port, local_hostname="test.local", timeout=5) as line:
        assert line.sock is not None
        assert line.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
