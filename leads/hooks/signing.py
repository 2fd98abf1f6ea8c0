"""Signatures by the Standard Webhooks specification 1.0, checked by whoever has the secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

_PREFIX = "whsec_"
_SECRET_BYTES = 32


def new_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def sign(*, secret: str, key: str, body: bytes, at: datetime) -> dict[str, str]:
    """The three headers: HMAC-SHA256 over “key.seconds.body” with the decoded secret."""
    seconds = str(int(at.timestamp()))
    signed = f"{key}.{seconds}.".encode() + body
    mine = base64.b64decode(secret.removeprefix(_PREFIX))
    mark = base64.b64encode(hmac.new(mine, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": key,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{mark}",
    }
