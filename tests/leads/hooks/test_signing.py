from __future__ import annotations

import base64
from datetime import UTC, datetime

from leads.hooks.signing import new_secret, sign


def test_sign_gives_the_headers_of_the_specification() -> None:
    """The figures were computed apart, with openssl."""
    secret = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    headers = sign(secret=secret, key="msg_1", body=b'{"a":1}', at=at)
    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1772452800",
        "webhook-signature": "v1,xZeWuBaSP8mu2KLg18N+ndlRQ3N3Ra5LgaGIZGy2MdM=",
    }


def test_new_secret_is_another_each_time() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert [len(base64.b64decode(each.removeprefix("whsec_"))) for each in (first, second)] == [
        32,
        32,
    ]
