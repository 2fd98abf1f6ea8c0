"""A body too large is refused by its announcement, and one without an announcement on its way."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import Settings

from funnel.operating.embedded import Web, reserve

GIGABYTE = 1024**3


@pytest.fixture
def port(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The web server of the embedded profile; what it writes down would lie in tmp_path."""
    settings.STAFF_POST_BYTES = 2 * 1024 * 1024
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    door = reserve("127.0.0.1", 0)
    web = Web(door)
    web.start()
    yield door.getsockname()[1]
    web.stop(within=2)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while piece := connection.recv(65536):
        answer += piece
    return answer


def test_two_gigabytes_are_refused_unread(port: int, tmp_path: Path) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
        head = f"POST /admin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {2 * GIGABYTE}\r\n\r\n"
        connection.sendall(head.encode())
        answer = _answer(connection)

    assert answer.startswith(b"HTTP/1.1 413 Request Entity Too Large\r\n")
    assert b"<h1>This file is too large</h1>" in answer
    assert list(tmp_path.iterdir()) == []


def test_a_body_without_a_length_is_refused_at_the_limit(port: int, tmp_path: Path) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
        head = "POST /admin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        piece = b"10000\r\n" + bytes(0x10000) + b"\r\n"
        sent = 0
        try:
            while sent < 64:
                connection.sendall(piece)
                sent += 1
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            answer = _answer(connection)
        except ConnectionResetError:
            answer = b"HTTP/1.1 413"

    assert answer.startswith(b"HTTP/1.1 413")
    assert list(tmp_path.iterdir()) == []
