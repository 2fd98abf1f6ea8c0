"""Answers given in a mail, also by who has left: kept as said last, and no mail follows them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leads.models import Activity
from nurture.document import ButtonDoc, DelayDoc, ReplyChoiceDoc
from nurture.models import Delivery, Enrollment, MailAnswer, MailLink
from nurture.planning.enrolling import enroll
from nurture.reader.answering import answer
from nurture.reader.unsubscribing import unsubscribe
from nurture.sending.batch import send_batch
from nurture.writing.requested import queue_requested
from quizzes.conditions import AnswerIs
from tests.leads.factories import NOW
from tests.nurture.factories import Clock, make_content, make_enrollment, make_version, message
from tests.nurture.ticking import dispatch

UNSUBSCRIBE, TICK = "unsubscribe", "tick"
CHOICES = ("weekly", "never")
steps = st.lists(st.sampled_from([*CHOICES, UNSUBSCRIBE, TICK]), max_size=8)


def begin() -> Enrollment:
    """On a series whose second mail waits for one answer to the first, which is out."""
    question = message("one").model_copy(
        update={
            "button": ButtonDoc(label="How often?", target="poll"),
            "choices": tuple(ReplyChoiceDoc(key=key, label=key) for key in CHOICES),
        }
    )
    said = AnswerIs(fact="answer", step="mail:one", question="answer", any_of=("weekly",))
    follows = message("two", show_if=said).model_copy(
        update={"if_unmet": "wait", "wait_days": 30, "delay": DelayDoc(hours=1)}
    )
    place = make_enrollment(version=make_version(question, follows))
    assert send_batch(dispatch(NOW), clock=Clock()) == 1
    return place


class TestAnswering(TestCase):
    @settings(max_examples=12, deadline=None)
    @given(steps=steps)
    def test_an_answer_is_kept_and_after_leaving_no_mail_follows_it(self, steps: list[str]) -> None:
        place = begin()
        clock, has_left, last = Clock(NOW + timedelta(days=1)), False, ""
        first = Delivery.objects.get(enrollment=place)
        links = {link.target: link for link in MailLink.objects.filter(delivery=first)}
        for step in [*steps, TICK, TICK]:
            before = Delivery.objects.exclude(handed_over_at=None).count()
            if step == TICK:
                send_batch(dispatch(clock.move(days=1, hours=2)), clock=clock)
            elif step == UNSUBSCRIBE:
                unsubscribe(link=links[UNSUBSCRIBE], channel="page", now=clock())
                has_left = True
            else:
                assert answer(link=links[f"choice:{step}"], choice=step, now=clock()) is not None
                last = step
            kept = MailAnswer.objects.filter(delivery=first).values_list("choice_key", flat=True)
            assert list(kept) == ([last] if last else [])
            assert Activity.objects.filter(kind="poll").count() == bool(last)
            if has_left:
                assert Delivery.objects.exclude(handed_over_at=None).count() == before
                assert not Delivery.objects.filter(state__in=Delivery.OPEN).exists()
        place.refresh_from_db()
        # What was over before they left stays so.
        ends = {("exited", "unsubscribed"), ("finished", "")}
        assert not has_left or (place.state, place.exit_reason) in ends

    def test_who_left_and_answers_can_still_ask_for_a_mail_and_comes_on_no_series(self) -> None:
        place = begin()
        links = {link.target: link for link in MailLink.objects.all()}
        unsubscribe(link=links[UNSUBSCRIBE], channel="page", now=NOW)
        answer(link=links["choice:weekly"], choice="weekly", now=NOW)
        again = enroll(
            lead=place.lead,
            address=place.address,
            version=place.version,
            funnel_id=place.funnel_id,
            visit_id=8,
            now=NOW + timedelta(days=1),
        )
        assert again is None
        asked = queue_requested(
            lead=place.lead,
            address=place.address,
            funnel_id=1,
            visit_id=8,
            content=make_content(),
            dedupe_key="gift:8",
            now=NOW + timedelta(days=1),
        )
        assert asked is not None
