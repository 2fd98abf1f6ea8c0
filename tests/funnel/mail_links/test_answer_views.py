"""Answers tapped in a mail: looked at as often as anybody likes, kept by one human press."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leads.models import Activity, Lead
from leads.told import told
from nurture.models import Delivery, MailAnswer, MailLink, Sequence
from nurture.planning.versions import ThemeColours, content_of, publish_sequence
from nurture.reader.answering import SHOWN_FROM
from nurture.reader.unsubscribing import unsubscribe
from nurture.writing.rendering import render_delivery
from tests.funnel.factories import make_document, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import PHONE
from tests.leads.factories import NOW, make_business
from tests.nurture.writing.kinds import CHOICES, asking, series_mail

pytestmark = pytest.mark.django_db

HAND = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def poll() -> Delivery:
    make_business()
    delivery = series_mail(asking("poll", "How often do you look?", *CHOICES))
    Lead.objects.update(name="Quirina", phone="+46701234567")
    return sent(delivery)


def sent(delivery: Delivery) -> Delivery:
    render_delivery(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(
        handed_over_at=timezone.now() - timedelta(hours=1), state="accepted"
    )
    delivery.refresh_from_db()
    return delivery


def address(delivery: Delivery, target: str) -> str:
    return f"/e/{MailLink.objects.get(delivery=delivery, target=target).token}/"


def browser() -> Client:
    return Client(HTTP_USER_AGENT=PHONE)


def send(delivery: Delivery, target: str, key: str, **more: str) -> str:
    fields = {"choice": key, **more}
    response = browser().post(address(delivery, target), fields, headers=HAND)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    return response.content.decode()


def test_looking_shows_the_tap_and_writes_nothing(poll: Delivery) -> None:
    before = everything()
    for _ in range(20):
        page = browser().get(address(poll, "choice:weekly"))
        assert page.status_code == browser().head(address(poll, "choice:weekly")).status_code == 200
    text = page.content.decode()
    assert everything() == before
    assert text.count("<form") == text.count('class="main"') == 1
    assert re.search(r"You tapped:</small>\s*<strong><bdi>Once a week</bdi></strong>", text)
    assert re.findall(r'name="choice"\s+value="([^"]+)"', text) == ["weekly", "monthly", "never"]
    assert not re.search("quirina|4670123|@example", text, re.IGNORECASE)


def test_press_keeps_the_answer_and_the_newest_counts(poll: Delivery) -> None:
    text = send(poll, "choice:weekly", "weekly")
    assert "Thank you for answering" in text
    assert "How the others answered" not in text
    for _ in range(2):
        send(poll, "choice:weekly", "never")
    kept = MailAnswer.objects.get()
    assert (kept.choice_key, kept.asked, kept.said) == (
        "never",
        "How often do you look?",
        "When the bank calls",
    )
    act = Activity.objects.get(kind="poll")
    assert (act.points_key, act.effort) == ("poll", 1)
    assert told(act.label) == "Answered in a mail: How often do you look? When the bank calls"
    assert Activity.objects.filter(kind="mail_click").count() == 1
    assert MailLink.objects.filter(pressed_at__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("mail", "target", "key", "label"),
    [
        (asking("helped", "Did this help?"), "choice:no", "no", "Did this help? Not really"),
        (asking("done", "My numbers are down"), "done", "done", "My numbers are down"),
    ],
)
def test_helped_and_done_are_small_yeses_without_points(
    mail: object, target: str, key: str, label: str
) -> None:
    delivery = sent(series_mail(mail))  # type: ignore[arg-type]  # a MessageDoc of the cases
    text = send(delivery, target, key)
    assert "Kept" in text
    act = Activity.objects.get(kind="step")
    assert (act.points_key, act.effort) == ("", 1)
    assert act.label.partition(": ")[2] == label
    assert told(act.label) == act.label
    assert MailAnswer.objects.get().choice_key == key


def test_a_choice_the_mail_does_not_have_keeps_nothing(poll: Delivery) -> None:
    before = everything()
    for key in ("", "daily", "x" * 5_000, "done", "<script>"):
        assert "You tapped:" in send(poll, "choice:weekly", key)
    assert everything() == before


def test_a_scanner_that_presses_counts_for_nothing(poll: Delivery) -> None:
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (compatible; LinkScanner/1.0)")
    page = client.post(address(poll, "choice:weekly"), {"choice": "weekly"})
    assert "One more press, please" in page.content.decode()
    assert (MailAnswer.objects.count(), Activity.objects.count()) == (0, 0)
    link = MailLink.objects.get(target="choice:weekly")
    assert (link.machine_reason, link.machine_presses, link.pressed_at) == ("agent", 1, None)
    send(poll, "choice:weekly", "weekly")
    assert MailAnswer.objects.get().choice_key == "weekly"


def test_a_person_taken_for_a_machine_presses_again(poll: Delivery) -> None:
    scripted = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}
    where, fields = address(poll, "choice:weekly"), {"choice": "weekly"}
    page = browser().post(where, fields, headers=scripted).content.decode()
    [mark] = re.findall(r'name="again" value="([^"]+)"', page)
    assert MailAnswer.objects.count() == 0
    pk, _dot, rest = mark.partition(".")
    assert (
        "One more press, please"
        in (
            browser().post(where, {**fields, "again": f"{pk}.1{rest}"}, headers=scripted)
        ).content.decode()
    )
    send(poll, "choice:weekly", "weekly", again=mark)
    assert MailAnswer.objects.count() == 1


def test_others_answers_show_from_twenty_on(poll: Delivery) -> None:
    assert poll.enrollment is not None
    for number in range(SHOWN_FROM - 1):
        other = series_copy(poll, number)
        MailAnswer.objects.create(
            delivery=other,
            choice_key="monthly" if number < 9 else "weekly",
            asked="How often do you look?",
            said="-",
            answered_at=NOW,
        )
    text = send(poll, "choice:weekly", "weekly")
    assert re.findall(r"<strong>(\d+) %</strong>", text) == ["55", "45", "0"]
    assert text.count("your answer") == 1


def series_copy(delivery: Delivery, number: int) -> Delivery:
    return Delivery.objects.create(
        lead=delivery.lead,
        address=delivery.address,
        enrollment=delivery.enrollment,
        purpose="marketing",
        dedupe_key=f"copy:{number}",
        message_key=delivery.message_key,
        created_at=NOW,
        due_at=NOW,
        state="accepted",
    )


def test_next_step_is_the_funnel_where_there_is_no_visit(poll: Delivery) -> None:
    publication = make_publication(make_document())
    Delivery.objects.update(funnel_id=publication.funnel_id, visit_id=None)
    text = send(poll, "choice:weekly", "weekly")
    assert f'href="/f/{publication.funnel.slug}/"' in text


def test_answer_after_an_unsubscribe_is_kept_and_after_an_erasure_missing(poll: Delivery) -> None:
    link = MailLink.objects.select_related("delivery__lead", "delivery__address").get(
        target="choice:weekly"
    )
    unsubscribe(link=link, channel="page", now=timezone.now())
    assert "Thank you for answering" in send(poll, "choice:weekly", "weekly")
    where = address(poll, "choice:weekly")
    Lead.objects.update(erased_at=timezone.now())
    assert browser().get(where).status_code == 404
    assert browser().post(where, {"choice": "never"}).status_code == 404
    assert MailAnswer.objects.get().choice_key == "weekly"


def test_a_question_that_was_taken_back_is_said_so_and_an_older_one_still_counts(
    poll: Delivery,
) -> None:
    assert poll.enrollment is not None
    version = poll.enrollment.version
    content = content_of(version)
    new = asking("result", "Look at your result")
    newer = publish_sequence(
        sequence=Sequence.objects.get(),
        document=content.sequence.model_copy(update={"messages": (new,)}),
        theme=ThemeColours(),
        time_zone="Europe/Stockholm",
        language="en",
        now=NOW,
    )
    type(poll.enrollment).objects.update(version=newer)
    assert "Once a week" in send(poll, "choice:weekly", "weekly")
    MailLink.objects.filter(target="choice:weekly").update(target="choice:gone")
    for response in (browser().get(address(poll, "choice:gone")),):
        assert response.status_code == 410
        assert "This is not asked any more" in response.content.decode()
