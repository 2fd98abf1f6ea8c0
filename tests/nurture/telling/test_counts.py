"""What holds for the figures of a series, whatever became of its mails."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nurture.models import Delivery
from nurture.telling.figures import Counts, figures_of
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment

State = Delivery.State
# What a provider told later, and whether it said "delivered" before.
_ARRIVED = st.tuples(
    st.sampled_from([State.ACCEPTED, State.BOUNCED, State.COMPLAINED]),
    st.just(value=True),
    st.booleans(),
)
_NOT_SENT = st.tuples(
    st.sampled_from([State.FAILED, State.PARKED, State.SKIPPED, State.AMBIGUOUS, State.CANCELLED]),
    st.just(value=False),
    st.just(value=False),
)
_OPEN = st.tuples(st.sampled_from(Delivery.OPEN), st.just(value=False), st.just(value=False))


@st.composite
def fates(draw: st.DrawFn) -> list[tuple[str, bool, bool]]:
    """Some mails that are over, and at most one on its way."""
    over = draw(st.lists(_ARRIVED | _NOT_SENT, max_size=7))
    return [*over, *draw(st.lists(_OPEN, max_size=1))]


class TestFigures(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(fates=fates())
    def test_every_count_is_a_part_of_its_whole(self, fates: list[tuple[str, bool, bool]]) -> None:
        place = make_enrollment()
        for number, (state, is_taken, is_told) in enumerate(fates):
            Delivery.objects.create(
                lead=place.lead,
                address=place.address,
                enrollment=place,
                purpose=Delivery.Purpose.MARKETING,
                message_key=f"m{number % 3}",
                dedupe_key=f"law:{place.pk}:{number}",
                state=state,
                created_at=NOW,
                due_at=NOW,
                accepted_at=NOW if is_taken else None,
                delivered_at=NOW if is_told else None,
            )
        figures = figures_of(place.sequence, since=None, until=NOW + timedelta(days=1))
        for counts in (figures.total, *(mail.counts for mail in figures.mails)):
            _is_sound(counts)
        assert figures.total == sum((mail.counts for mail in figures.mails), Counts())
        assert figures.total.planned + figures.total.left_out == len(fates)
        assert figures.people == 1


def _is_sound(counts: Counts) -> None:
    assert counts.planned >= counts.sent + counts.parked + counts.maybe_sent
    for part in (counts.delivered, counts.clicked, counts.did, counts.unsubscribed):
        assert 0 <= part <= counts.sent
    assert 0 <= counts.complained <= counts.sent
