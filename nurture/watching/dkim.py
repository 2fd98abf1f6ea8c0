"""DKIM: the key that signs our mails, looked up in the DNS (RFC 6376, RFC 8463)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from nurture.watching.finding import Finding, Record, State
from nurture.watching.names import Names

LEAST_BITS, GOOD_BITS = 1024, 2048
_ED25519_BYTES = 32
_SEQUENCE, _INTEGER, _BIT_STRING = 0x30, 0x02, 0x03


def find_key(names: Names, domain: str, selectors: Sequence[str]) -> tuple[str, str]:
    """(selector, record) of the first that has one; ("", "") where none has. Raises SilentError."""
    for selector in selectors:
        for text in names.texts(f"{selector}._domainkey.{domain}"):
            if "p" in tags_of(text):
                return selector, text
    return "", ""


def judge_dkim(selector: str, text: str, *, domain: str, asked: str) -> Finding:
    """`asked` is the selector that the operator named, '' where the usual ones were tried."""
    facts = {"selector": selector, "asked": asked}
    if not text:
        name = f"{asked or 'mail'}._domainkey.{domain}"
        record = Record("TXT", name, "v=DKIM1; k=rsa; p=")
        verdict = "dkim_not_there" if asked else "dkim_none"
        return Finding("dkim", verdict, State.MISSING, facts, record)
    tags = tags_of(text)
    kind, key = tags.get("k", "rsa").lower(), "".join(tags["p"].split())
    if not key:
        return Finding("dkim", "dkim_revoked", State.MISSING, facts)
    bits = _bits(kind, key)
    facts |= {"bits": str(bits), "kind": kind}
    if bits == 0 or ("v" in tags and tags["v"] != "DKIM1"):
        return Finding("dkim", "dkim_unreadable", State.MISSING, facts)
    if kind == "ed25519":
        return Finding("dkim", "dkim_good_ed25519", State.GOOD, facts)
    if bits < LEAST_BITS:
        return Finding("dkim", "dkim_short", State.MISSING, facts)
    if bits < GOOD_BITS:
        return Finding("dkim", "dkim_weak", State.HINT, facts)
    return Finding("dkim", "dkim_good", State.GOOD, facts)


def tags_of(text: str) -> dict[str, str]:
    """`a=1; b=2` as DKIM and DMARC write it."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, mark, value in pairs if mark}


def _bits(kind: str, key: str) -> int:
    """How long the key is; 0 where it is none."""
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return 0
    if kind == "ed25519":
        return 256 if len(raw) == _ED25519_BYTES else 0
    if kind != "rsa":
        return 0
    try:
        return _modulus(raw).bit_length()
    except (IndexError, ValueError):
        return 0


def _modulus(raw: bytes) -> int:
    """Of an RSA key: as a SubjectPublicKeyInfo, or bare as RFC 8017 has it. Raises ValueError."""
    body = _value(raw, _SEQUENCE)
    if body[0] == _SEQUENCE:
        algorithm = _length(body)
        bits = _value(body[algorithm:], _BIT_STRING)
        # The first octet says how many bits of the last one are unused: none.
        body = _value(bits[1:], _SEQUENCE)
    return int.from_bytes(_value(body, _INTEGER), "big")


def _value(raw: bytes, tag: int) -> bytes:
    if raw[0] != tag:
        raise ValueError("Not the expected part of a key.")
    end = _length(raw)
    if end > len(raw):
        raise ValueError("The key is cut off.")
    return raw[_head(raw) : end]


def _head(raw: bytes) -> int:
    return 2 if raw[1] < 0x80 else 2 + (raw[1] & 0x7F)


def _length(raw: bytes) -> int:
    """Of the whole part, its head included (DER)."""
    head = _head(raw)
    return head + (raw[1] if head == 2 else int.from_bytes(raw[2:head], "big"))
