"""The smaller step at the offer: proposed before it and after "not now", and back to it again."""

from __future__ import annotations

import pytest

from funnel.document import FunnelDocument
from funnel.models import Answer, Conversion
from leads.models import Consent, EmailAddress
from nurture.models import Delivery
from tests.funnel.factories import document_from, make_publication
from tests.funnel.journey.offers import offer_document
from tests.funnel.journey.series_document import series_data
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])


def with_series(**offer: object) -> FunnelDocument:
    """Quiz, result, a mail series, the offer: the series is the one gift there is."""
    data = series_data()
    quiz, result, mails, _gate, last = data["steps"]
    last = {**last, "offer": {**last["offer"], **offer}}
    asked_for = [each for each in data["sequences"] if each["key"] == "fixes"]
    steps = [quiz, result, mails, last]
    return document_from({**data, "steps": steps, "sequences": asked_for, "series_rules": []})


def past_series(*, has_script: bool = True, **offer: object) -> Visitor:
    visitor = Visitor(make_publication(with_series(**offer)), has_script=has_script)
    return visitor.finish_quiz().press(act="next").press(act="skip")


def past_checklist(*, has_script: bool = True) -> Visitor:
    visitor = Visitor(make_publication(offer_document()), has_script=has_script).finish_quiz()
    return visitor.press(act="next").press(act="skip").press(act="skip")


@either
def test_series_is_proposed_before_the_offer(*, has_script: bool) -> None:
    visitor = past_series(has_script=has_script, min_depth=5)
    assert (visitor.screen, visitor.heading) == ("proposal", "You raise one rate this week.")
    assert "Mail series · 3 mails, 2 minutes each" in visitor.html
    assert "Next: three mails, two minutes each" in visitor.html

    visitor.press(act="next")
    assert visitor.screen == "series"
    visitor.press(act="next", email="mara@example.com")
    assert visitor.screen == "offer"
    assert Delivery.objects.filter(purpose="requested").count() == 1


@either
def test_series_is_the_smaller_step_after_not_now(*, has_script: bool) -> None:
    visitor = past_series(has_script=has_script)
    assert visitor.screen == "offer"
    visitor.press(act="not_now")
    assert visitor.heading == "That is fine"
    assert "Mail series · 3 mails, 2 minutes each" in visitor.html

    visitor.press(act="smaller")
    assert visitor.screen == "series"
    visitor.press(act="next", email="mara@example.com")
    # Who took the smaller step is asked anew, not told once more that it is fine.
    assert visitor.screen == "offer"
    assert "You asked for the mail series" in visitor.html
    visitor.press(act="not_now")
    assert visitor.heading == "That is fine"
    assert 'value="smaller"' not in visitor.html


@either
def test_button_of_the_smaller_step_leads_back_to_the_offer(*, has_script: bool) -> None:
    visitor = past_checklist(has_script=has_script).press(act="not_now").press(act="smaller")
    assert visitor.screen == "checklist"
    offer_invite = offer_document().steps[-1].invite
    assert f'value="next">{offer_invite}</button>' in visitor.html
    visitor.press(act="next", tick="one")
    assert visitor.screen == "offer"
    assert "<li>You kept the checklist</li>" in visitor.html


def test_smaller_step_that_was_left_again_is_not_proposed_again() -> None:
    visitor = past_checklist().press(act="not_now").press(act="smaller").press(act="skip")
    assert visitor.heading == "That is fine"
    assert 'value="smaller"' not in visitor.html
    assert Conversion.objects.count() == 1


def test_repeated_press_opens_the_same_smaller_step() -> None:
    visitor = past_checklist().press(act="not_now")
    for number in ("7", "7", "8"):
        visitor.press(to=visitor.at("offer"), act="smaller", tab="t", n=number)
        assert visitor.screen == "checklist"
    assert Answer.objects.filter(step_key="list").count() == 1


def test_call_keeps_the_version_that_asked() -> None:
    visitor = Visitor(make_publication(offer_document(action="call"))).finish_quiz()
    visitor.press(act="next").press(act="skip").press(act="skip").press(act="press")
    visitor.press(act="call", email="mara@example.com")
    consent = Consent.objects.get(address=EmailAddress.objects.get())
    assert (consent.purpose, consent.version) == ("requested", "rates 1")
    assert "[Ask for the call]" in consent.text
