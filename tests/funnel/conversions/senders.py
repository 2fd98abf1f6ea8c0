"""Other systems as they are: they sign what they send, with a secret of their own."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from funnel.models import Connection, Publication, Visit
from tests.funnel.factories import make_document, make_publication

SECRET = "a secret of tests"
BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

# Any: JSON of any shape, wrong ones too.
Data = dict[str, Any]


def connect(kind: str = "conversion", **more: bool) -> Connection:
    return Connection.objects.create(kind=kind, secret=SECRET, **more)


def make_visit(start_key: str = "one", **more: object) -> Visit:
    publication = Publication.objects.first() or make_publication(make_document())
    return Visit.objects.create(
        start_key=start_key,
        funnel=publication.funnel,
        publication=publication,
        started_at=BEGUN,
        last_act_at=BEGUN,
        at_step="quiz",
        **more,
    )


def signed(message: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def bought(visit: Visit | str, **more: object) -> Data:
    key = visit if isinstance(visit, str) else visit.conversion_key
    said = {"key": key, "kind": "bought", "id": "order-1", "amount": "49.00", "currency": "EUR"}
    return {name: value for name, value in {**said, **more}.items() if value is not None}


# Any: the test client's own kind of response has no public name.
def shop(data: Data | bytes, *, age: int = 0, secret: str = SECRET, **headers: str) -> Any:
    """The signed POST of a shop; `headers` replace its own."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    at = str(int((timezone.now() - timedelta(seconds=age)).timestamp()))
    own = {
        "X-Smallyes-Timestamp": at,
        "X-Smallyes-Signature": "sha256=" + signed(at.encode() + b"." + body, secret),
    }
    return post("conversion", body, own | headers)


def timed(name: str, header: str, data: Data, *, age: int = 0, secret: str = SECRET) -> Any:
    """Stripe's and Calendly's way: one header with time and signature."""
    body = json.dumps(data).encode()
    at = str(int((timezone.now() - timedelta(seconds=age)).timestamp()))
    signature = signed(at.encode() + b"." + body, secret)
    return post(name, body, {header: f"t={at},v1={'0' * 64},v1={signature},v0=old"})


def cal(data: Data, *, secret: str = SECRET) -> Any:
    body = json.dumps(data).encode()
    return post("cal", body, {"X-Cal-Signature-256": signed(body, secret)})


def post(name: str, body: bytes, headers: dict[str, str]) -> Any:
    return Client().post(
        f"/hooks/{name}/", data=body, content_type="application/json", headers=headers
    )


def said(response: HttpResponse) -> tuple[int, str]:
    """The status and the sentence."""
    answer = json.loads(response.content)
    return response.status_code, answer.get("message") or answer["error"]
