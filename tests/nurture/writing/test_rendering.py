from __future__ import annotations

import pytest

from leads.facts import write_facts
from leads.models import Lead
from nurture.models import Delivery, MailLink
from nurture.writing.rendering import UnrenderableError, render_delivery
from quizzes.recall import RecallError
from tests.leads.factories import (
    NOW,
    make_address,
    make_business,
    make_consent,
    make_lead,
    make_story,
)
from tests.nurture.factories import (
    make_content,
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db

EVIL = "Bob https://evil.example"
TALKATIVE = (
    "{{ first_name | default: 'there' }} / {{ answer.quiz.rate | default: 'no answer' }} / "
    "{{ source | default: 'no source' }} / {{ result | default: 'no result' }}"
)


def series_mail(body: str, *, name: str = "Mara", said: str = "By feeling") -> Delivery:
    address = make_reader()
    Lead.objects.filter(pk=address.lead_id).update(name=name)
    make_enrollment(version=make_version(message("one", body=body)), address=address)
    write_facts(lead_id=address.lead_id, story=make_story(visit_id=7, said=said))
    [pk] = dispatch(NOW)
    return Delivery.objects.get(pk=pk)


def test_render_delivery_puts_no_stranger_text_in_mail_to_an_unconfirmed_address() -> None:
    delivery = make_requested(
        address=make_address(lead=make_lead(name=EVIL)),
        content=make_content(
            body=TALKATIVE,
            subject="For {{ first_name | default: 'you' }}",
            words={"result": "Bold", "answers": {"quiz": {"rate": EVIL}}, "source": EVIL},
        ),
    )

    rendered = render_delivery(delivery)

    assert "evil" not in rendered.subject + rendered.html + rendered.text
    assert rendered.subject == "For you"
    assert "there / no answer / no source / Bold" in rendered.text


def test_render_delivery_recalls_what_was_said_once_confirmed() -> None:
    words = {"result": "Bold", "answers": {"quiz": {"rate": "By feeling"}}, "source": "letter"}
    delivery = make_requested(
        address=make_reader(),
        content=make_content(body=TALKATIVE, words=words),  # type: ignore[arg-type]  # a plain dict
    )

    rendered = render_delivery(delivery)

    assert "Mara / By feeling / letter / Bold" in rendered.text
    assert "/e/" in rendered.html
    assert "Yes, this is my address" not in rendered.html


def test_render_delivery_shows_the_confirm_button_where_it_is_wanted() -> None:
    with_button = render_delivery(make_requested())
    without = render_delivery(make_requested(content=make_content(has_confirm=False)))

    assert "Yes, this is my address" in with_button.html
    assert "Yes, this is my address:\nhttp" in with_button.text
    assert "Yes, this is my address" not in without.html + without.text


@pytest.mark.parametrize("waits", [True, False])
def test_render_delivery_says_truly_what_follows_without_a_press(waits: bool) -> None:
    address = make_address()
    make_consent(address, needs_confirmation=waits)

    text = " ".join(render_delivery(make_requested(address=address)).text.split())

    assert ("do nothing: no series follows without your yes." in text) == waits
    assert ("press “Unsubscribe” below: then no other mail follows." in text) != waits


def test_render_delivery_recalls_the_visit_in_a_series_mail() -> None:
    rendered = render_delivery(series_mail(TALKATIVE))

    assert "Mara / By feeling / newsletter / Quiet discounter" in rendered.text


@pytest.mark.parametrize(
    "said",
    [
        "<script>alert(1)</script>",
        "[click](https://evil.example)",
        "{{ first_name }} {% raise %}",
        "**bold** _quiet_ `code`",
        "=cmd|' /C calc'!A0",
    ],
)
def test_render_delivery_shows_an_answer_literally(said: str) -> None:
    rendered = render_delivery(series_mail("You said: {{ answer.quiz.rate }}", said=said))

    assert f"You said: {said}" in rendered.text
    assert "<script" not in rendered.html
    assert 'href="https://evil' not in rendered.html


def test_render_delivery_keeps_its_links_when_rendered_again() -> None:
    delivery = make_requested()

    assert render_delivery(delivery) == render_delivery(delivery)
    assert sorted(MailLink.objects.values_list("target", flat=True)) == [
        "confirm",
        "preferences",
        "step:checklist",
        "unsubscribe",
    ]


def test_render_delivery_has_the_address_the_reason_and_the_way_out() -> None:
    make_business()
    rendered = render_delivery(series_mail("Hello"))

    for part in (rendered.html, rendered.text):
        assert "Storgatan 1, 211 42 Malmö, Sweden" in part
        assert "You get this because you said yes to further mails." in part
        assert rendered.unsubscribe_url in part


def test_render_delivery_inlines_the_style_and_keeps_the_dark_one() -> None:
    html = render_delivery(make_requested()).html

    assert 'class="button" style="' in html or "background-color: #0b6e4f" in html
    assert "prefers-color-scheme: dark" in html
    assert "<link" not in html


def test_render_delivery_cleans_a_subject() -> None:
    rendered = render_delivery(make_requested(content=make_content(subject="One\u202e two\x07")))

    assert rendered.subject == "One two"


def test_render_delivery_refuses_what_cannot_work() -> None:
    with pytest.raises(RecallError):
        render_delivery(make_requested(content=make_content(body="{% nonsense %}")))
    with pytest.raises(UnrenderableError):
        render_delivery(Delivery(lead=make_lead(), address=make_address(), purpose="requested"))
