from __future__ import annotations

import re

import pytest
from django.utils import translation

from nurture.document import SenderDoc
from nurture.models import MailLink
from nurture.writing.asks import chosen_key, targets_of
from nurture.writing.rendering import render_delivery
from nurture.writing.senders import reply_link, sender_of
from tests.leads.factories import make_business
from tests.nurture.writing.kinds import CHOICES, OWN, asking, series_mail

pytestmark = pytest.mark.django_db


def test_targets_are_the_links_an_ask_needs() -> None:
    assert targets_of("poll", CHOICES) == ["choice:weekly", "choice:monthly", "choice:never"]
    assert targets_of("helped", ()) == ["choice:yes", "choice:no"]
    assert targets_of("helped", CHOICES[:2]) == ["choice:weekly", "choice:monthly"]
    assert targets_of("done", ()) == ["done"]
    assert targets_of("reply", ()) == []
    assert targets_of("step:list", CHOICES) == ["step:list"]


def test_chosen_key_is_the_answer_behind_a_link() -> None:
    targets = ("choice:yes", "done", "link:1", "offer", "step:done", "open")
    assert [chosen_key(each) for each in targets] == ["yes", "done", "", "", "", ""]


def test_poll_shows_its_question_and_a_link_for_each_answer_in_both_parts() -> None:
    rendered = render_delivery(series_mail(asking("poll", "How often do you look?", *CHOICES)))
    tokens = dict(MailLink.objects.values_list("target", "token"))
    assert 'class="button"' not in rendered.html
    for choice in CHOICES:
        address = f"/e/{tokens[f'choice:{choice.key}']}/"
        assert re.search(rf'href="[^"]*{address}"[^>]*>{choice.label}<', rendered.html)
        assert re.search(rf"{choice.label}:\nhttp\S+{address}\n", rendered.text)
    assert rendered.text.index("How often do you look?") < rendered.text.index("Once a week")


def test_helped_answers_in_the_language_of_the_mail() -> None:
    rendered = render_delivery(series_mail(asking("helped", "Hat es geholfen?"), language="de"))
    with translation.override("de"):
        assert "Hat es geholfen?" in rendered.text
    assert rendered.text.count("/e/") == 4


@pytest.mark.parametrize(
    ("sender", "to"), [(OWN, "answers@example.org"), (None, "hello@example.com")]
)
def test_reply_opens_an_answer_to_whoever_hears_it(sender: SenderDoc | None, to: str) -> None:
    make_business()
    rendered = render_delivery(series_mail(asking("reply", "Write me a line"), sender=sender))
    link = f"mailto:{to}?subject=Re%3A%20Five%20minutes%20on%20a%20Friday"
    assert f'href="{link}"' in rendered.html
    assert link in rendered.text


def test_reply_link_cannot_carry_another_header() -> None:
    make_business()
    link = reply_link(sender_of(SenderDoc()), "a\r\nBcc: x@example.com&bcc=y@example.com?cc=ü 🙂")
    assert link.count("?") == 1
    assert "&" not in link
    assert link.isascii()
    assert "\n" not in link
    assert link.startswith("mailto:hello@example.com?subject=Re%3A%20a%0D%0ABcc")
