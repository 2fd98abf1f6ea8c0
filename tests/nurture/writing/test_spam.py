"""What SpamAssassin makes of every kind of mail, with its local tests; where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from nurture.models import Delivery
from nurture.writing.composing import compose
from nurture.writing.rendering import render_delivery
from nurture.writing.wire import wire_bytes
from tests.leads.factories import NOW, make_business
from tests.nurture.writing.kinds import KINDS

SPAMASSASSIN = shutil.which("spamassassin")
MOST = 2.0

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(SPAMASSASSIN is None, reason="spamassassin is not installed"),
]

_STATUS = re.compile(
    r"^X-Spam-Status: \w+, score=(-?[\d.]+)[^\n]*?tests=([A-Z0-9_,\s]*)", re.MULTILINE
)
_SEPARATOR = b"From hello@example.com Mon Nov 23 12:00:00 2026\n"


def judged(mails: list[bytes]) -> list[tuple[float, str]]:
    """Score and names of the tests that hit, in one run. -L asks no network."""
    box = b"".join(_SEPARATOR + raw.replace(b"\r\n", b"\n") + b"\n" for raw in mails)
    assert SPAMASSASSIN is not None
    done = subprocess.run(
        [SPAMASSASSIN, "-L", "--mbox", "--cf=report_safe 0"],
        input=box,
        capture_output=True,
        timeout=300,
        check=True,
    )
    said = _STATUS.findall(done.stdout.decode("utf-8", "replace"))
    return [(float(score), "".join(tests.split())) for score, tests in said]


def raw_of(delivery: Delivery) -> bytes:
    return wire_bytes(compose(delivery, render_delivery(delivery), now=NOW))


def test_no_kind_of_mail_looks_like_spam() -> None:
    make_business()
    found = judged([raw_of(made()) for made in KINDS.values()])
    assert len(found) == len(KINDS)
    for kind, (score, tests) in zip(KINDS, found, strict=True):
        print(f"SpamAssassin, {kind}: {score} ({tests})")
    assert {kind: each for kind, each in zip(KINDS, found, strict=True) if each[0] >= MOST} == {}
