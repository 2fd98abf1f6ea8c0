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

_SCORE = re.compile(r"X-Spam-Status: \w+, score=(-?[\d.]+)")
_TESTS = re.compile(r"tests=([A-Z0-9_,\s]+)")


def judged(delivery: Delivery) -> tuple[float, str]:
    """Score and the names of the tests that hit. -L asks no network."""
    raw = wire_bytes(compose(delivery, render_delivery(delivery), now=NOW))
    assert SPAMASSASSIN is not None
    done = subprocess.run(
        [SPAMASSASSIN, "-L", "--cf=report_safe 0"],
        input=raw,
        capture_output=True,
        timeout=120,
        check=True,
    )
    said = done.stdout.decode("utf-8", "replace").replace("\r", "")
    score, tests = _SCORE.search(said), _TESTS.search(said)
    assert score is not None, said[:2_000]
    return float(score[1]), "".join(tests[1].split()) if tests else ""


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_mail_looks_like_spam(kind: str) -> None:
    make_business()
    score, tests = judged(KINDS[kind]())
    print(f"SpamAssassin: {kind}: {score} ({tests})")
    assert score < MOST, (kind, tests)
