"""From a visitor's press to another system: signed, with what was asked and answered."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from pytest_django import Settings

from leads.hooks.signing import new_secret
from leads.models import Webhook
from leads.tasks import call_webhooks
from nurture.tasks import queue_news
from tests.funnel.journey.visitor import Visitor
from tests.leads.hooks.receiver import receiving

pytestmark = pytest.mark.django_db


def test_what_a_visitor_does_arrives_signed_at_a_real_receiver(settings: Settings) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with receiving() as receiver:
        hook = Webhook.objects.create(
            name="CRM",
            url=receiver.url,
            secret=new_secret(),
            events=["new_lead", "quiz_finished", "offer_pressed"],
            created_at=timezone.now(),
        )
        visitor = Visitor().finish_quiz()
        while visitor.screen != "opt_in":
            visitor.press(act="next", choice="a")
        assert receiver.got == [], "nobody is known yet"
        visitor.press(act="next", email="mara@example.com", first_name="Mara")
        assert visitor.screen == "offer"
        visitor.press(act="press")
        queue_news()
        call_webhooks()
        queue_news()
        call_webhooks()

    assert all(got.is_signed_with(hook.secret) for got in receiver.got)
    told = {json.loads(got.body)["type"]: json.loads(got.body)["data"] for got in receiver.got}
    assert sorted(told) == ["lead.new", "offer.pressed", "quiz.finished"]
    assert len(receiver.got) == 3, "each once"
    new = told["lead.new"]
    assert (new["lead"]["name"], new["lead"]["address"]) == ("Mara", "mara@example.com")
    asked = [each["question"] for each in new["visit"]["answers"]]
    assert asked[:2] == ["What about your rate?", "What about your raise?"]
    assert all(each["answer"] for each in new["visit"]["answers"])
    assert told["quiz.finished"]["what"].startswith("Finished the quiz")
