"""The mailbox, in a real conversation: read once, nothing changed, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from leads.models import Suppression
from nurture.hearing import arriving, letters
from nurture.hearing.mailbox import MOST_A_ROUND, place_of, read_mailbox
from nurture.models import Delivery, MailboxMark, Reply
from tests.leads.factories import NOW
from tests.nurture.factories import Clock
from tests.nurture.hearing.mails import answer_raw, bounce_raw, complaint_raw, sent_mail
from tests.services.imap import ImapServer

pytestmark = pytest.mark.django_db
LOOKS_ONLY = {"CAPABILITY", "LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"}


@pytest.fixture
def box() -> Iterator[ImapServer]:
    server = ImapServer()
    server.start()
    yield server
    server.stop()


def look(box: ImapServer, clock: Clock) -> int:
    taken = read_mailbox(place=place_of(box.url), clock=clock)
    clock.move(minutes=1)
    return taken


def test_replies_bounces_and_complaints_are_heard_once_and_nothing_is_changed(
    box: ImapServer,
) -> None:
    delivery, clock = sent_mail(), Clock()
    box.put(answer_raw(), at=NOW)
    assert look(box, clock) == 1
    box.put(answer_raw(), at=NOW)
    box.put(bounce_raw("4.2.2", action="delayed"), at=NOW)
    box.put(complaint_raw(), at=NOW)
    box.put(answer_raw(name="<auto@x.org>", extra="Auto-Submitted: auto-replied\n"), at=NOW)
    look(box, clock)
    assert [look(box, clock), look(box, clock)] == [0, 0]
    assert Reply.objects.get().lead == delivery.lead
    assert Delivery.objects.get(pk=delivery.pk).state == "complained"
    assert set(box.said) == LOOKS_ONLY
    assert box.said.count("UID FETCH") == 5
    mark = MailboxMark.objects.get()
    assert (mark.last_uid, mark.uid_validity, mark.error) == (5, 7, "")


def test_the_first_look_leaves_old_mail_alone(box: ImapServer) -> None:
    box.put(answer_raw(name="<old@x.org>"), at=NOW - timedelta(days=9))
    assert look(box, Clock()) == 0
    assert Reply.objects.count() == 0


def test_a_round_is_bounded_and_the_next_goes_on(box: ImapServer) -> None:
    clock = Clock()
    for number in range(MOST_A_ROUND + 3):
        box.put(answer_raw(name=f"<{number}@x.org>", answers="<none@x>"), at=NOW)
    assert [look(box, clock), look(box, clock), look(box, clock)] == [MOST_A_ROUND, 3, 0]


def test_numbered_anew_the_box_is_read_again_and_nothing_counts_twice(box: ImapServer) -> None:
    clock = Clock()
    sent_mail()
    for number in range(3):
        box.put(answer_raw(name=f"<{number}@x.org>"), at=NOW)
    look(box, clock)
    box.validity, box.mails = 8, [(1, NOW, box.mails[-1][2])]
    box.put(answer_raw(name="<new@x.org>"), at=NOW)
    look(box, clock)
    assert Reply.objects.count() == 4


def test_two_workers_do_not_read_at_once(box: ImapServer) -> None:
    box.put(answer_raw(), at=NOW)
    place = place_of(box.url)
    MailboxMark.objects.create(mailbox=place.key, read_at=NOW - timedelta(seconds=30))
    assert read_mailbox(place=place, clock=Clock()) == 0
    assert box.said == []
    assert read_mailbox(place=place, clock=Clock(NOW + timedelta(seconds=30))) == 1


def test_a_poisonous_mail_is_kept_aside_and_the_others_come_in(
    box: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = letters.read_letter

    def poisoned(message: object) -> object:
        if "poison" in str(message):
            raise RuntimeError("no")
        return real(message)  # type: ignore[arg-type]  # whatever came

    monkeypatch.setattr(arriving, "read_letter", poisoned)
    box.put(answer_raw("poison", name="<1@x.org>"), at=NOW)
    box.put(answer_raw("fine", name="<2@x.org>"), at=NOW)
    box.put(b"\xff\xfe\x00 not a mail at all \x80" * 40, at=NOW)
    assert look(box, Clock()) == 3
    texts = Reply.objects.exclude(subject="").order_by("text").values_list("text", flat=True)
    assert list(texts) == ["", "fine"]
    assert Reply.objects.filter(reply_key__startswith="mailbox:").count() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"password": "other"}, "login"),
        ({"folder": "Nowhere"}, "folder"),
        ({"breaks_on": "UID SEARCH"}, "away"),
        ({"breaks_on": "LOGIN"}, "away"),
        ({"port": 1}, "away"),
    ],
)
def test_trouble_is_written_down_in_words_and_ends_when_it_ends(
    box: ImapServer, change: dict[str, str | int], why: str
) -> None:
    clock = Clock()
    good = place_of(box.url)
    box.put(answer_raw(), at=NOW)
    url = box.url
    box.breaks_on = str(change.get("breaks_on", ""))
    if "password" in change:
        box.password = "other"
    url = url.replace("INBOX", str(change.get("folder", "INBOX")))
    url = url.replace(f":{box.port}", f":{change.get('port', box.port)}")
    assert read_mailbox(place=place_of(url), clock=clock) == 0
    mark = MailboxMark.objects.get()
    assert mark.error.partition(":")[0] == why
    assert "word" not in mark.error.replace("password", "")
    box.breaks_on, box.password = "", "word"
    clock.move(minutes=1)
    assert read_mailbox(place=good, clock=clock) == 1
    assert MailboxMark.objects.get(mailbox=good.key).error == ""


def test_a_hard_bounce_in_the_mailbox_ends_the_series(box: ImapServer) -> None:
    sent_mail()
    box.put(bounce_raw(), at=NOW)
    look(box, Clock())
    assert Suppression.objects.get().reason == "bounced"


def test_the_address_of_the_mailbox_is_read_whole() -> None:
    place = place_of("imaps://kim%40x.org:a%2Fb@mail.example.com/Replies%20here")
    assert (place.user, place.password, place.port, place.folder, place.is_encrypted) == (
        "kim@x.org",
        "a/b",
        993,
        "Replies here",
        True,
    )
