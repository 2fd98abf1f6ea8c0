from __future__ import annotations

from datetime import timedelta

import pytest

from leads.models import Consent
from nurture.proof import ground_of
from tests.leads.factories import NOW

DAY = timedelta(days=1)


def row(moment: str, day: int, purpose: str = "series", topic: str = "") -> Consent:
    return Consent(
        moment=moment,
        purpose=purpose,
        topic=topic,
        text=f"{moment} {day}",
        occurred_at=NOW + day * DAY,
    )


MOMENTS = [
    row("given", 0),
    row("given", 1, "marketing"),
    row("given", 2, topic="7"),
    row("confirmed", 3, topic="7"),
    row("confirmed", 4, "marketing"),
    row("withdrawn", 5),
    row("given", 6, topic="8"),
]


@pytest.mark.parametrize(
    ("purpose", "topic", "day", "found"),
    [
        ("series", "7", -1, None),
        ("series", "7", 0, ("given 0", None, 5)),
        ("series", "7", 9, ("given 2", 3, 5)),
        ("series", "8", 5, ("given 0", None, 5)),
        ("series", "8", 6, ("given 6", None, None)),
        ("marketing", "7", 9, ("given 1", 4, None)),
        ("requested", "", 9, None),
    ],
)
def test_a_mail_rests_on_the_latest_agreement_before_it(
    purpose: str, topic: str, day: int, found: tuple[str, int | None, int | None] | None
) -> None:
    ground = ground_of(purpose, topic, NOW + day * DAY, MOMENTS)
    if found is None:
        assert ground is None
        return
    text, confirmed, withdrawn = found
    assert ground is not None
    assert (ground.given.text, ground.confirmed_at, ground.withdrawn_at) == (
        text,
        None if confirmed is None else NOW + confirmed * DAY,
        None if withdrawn is None else NOW + withdrawn * DAY,
    )
