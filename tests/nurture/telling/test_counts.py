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

_FATES = st.tuples(
    st.sampled_from([state.value for state in Delivery.State]), st.booleans(), st.booleans()
)


class TestFigures(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(fates=st.lists(_FATES, max_size=8))
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
