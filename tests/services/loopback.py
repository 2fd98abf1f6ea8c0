"""No socket leaves this machine: a name or an address from outside is an error in the test."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class LeavesTheMachineError(AssertionError):
    """A test tried to reach another host."""


def is_local(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else str(host or "")
    if text in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def guard(patch: pytest.MonkeyPatch) -> None:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    sendto, getaddrinfo = socket.socket.sendto, socket.getaddrinfo

    def check(family: int, address: Any) -> None:  # an address has the shape of its family
        if family != getattr(socket, "AF_UNIX", None) and not is_local(address[0]):
            raise LeavesTheMachineError(f"This test reaches out to {address[0]}.")

    def local_connect(self: socket.socket, address: Any) -> None:
        check(self.family, address)
        connect(self, address)

    def local_connect_ex(self: socket.socket, address: Any) -> int:
        check(self.family, address)
        return connect_ex(self, address)

    def local_sendto(self: socket.socket, data: bytes, *rest: Any) -> int:
        check(self.family, rest[-1])
        return sendto(self, data, *rest)

    def local_names(host: Any, *rest: Any, **named: Any) -> Any:
        check(0, (host,))
        return getaddrinfo(host, *rest, **named)

    patch.setattr(socket.socket, "connect", local_connect)
    patch.setattr(socket.socket, "connect_ex", local_connect_ex)
    patch.setattr(socket.socket, "sendto", local_sendto)
    patch.setattr(socket, "getaddrinfo", local_names)
