"""The DNS as a table in a test, and keys to stand in it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from nurture.watching.names import SilentError


@dataclass
class Table:
    """What AskedNames would find; a name in `silent` never answers."""

    txt: dict[str, list[str]] = field(default_factory=dict)
    a: dict[str, list[str]] = field(default_factory=dict)
    mx: dict[str, list[str]] = field(default_factory=dict)
    ptr: dict[str, list[str]] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()

    def texts(self, name: str) -> list[str]:
        return self._get(self.txt, name)

    def addresses(self, name: str) -> list[str]:
        return self._get(self.a, name)

    def mail_servers(self, name: str) -> list[str]:
        return self._get(self.mx, name)

    def names_of(self, address: str) -> list[str]:
        return self._get(self.ptr, address)

    def _get(self, table: dict[str, list[str]], name: str) -> list[str]:
        if name in self.silent:
            raise SilentError(name)
        return table.get(name, [])


def der(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def rsa_key(bits: int, *, is_bare: bool = False) -> str:
    """Something with the shape of a public key of that length, as base64."""
    modulus = (1 << (bits - 1)) | 1
    number = b"\x00" + modulus.to_bytes(bits // 8, "big")
    key = der(0x30, der(0x02, number) + der(0x02, b"\x01\x00\x01"))
    if not is_bare:
        algorithm = der(0x30, bytes.fromhex("06092a864886f70d010101") + b"\x05\x00")
        key = der(0x30, algorithm + der(0x03, b"\x00" + key))
    return base64.b64encode(key).decode()
