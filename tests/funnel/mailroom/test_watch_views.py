from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from nurture.models import Delivery, Enrollment, MailStop, Notice, Sequence
from nurture.noticing import notice
from nurture.sending import stopping
from nurture.watching.pulse import note_pulse
from tests.nurture.factories import make_enrollment, make_requested

pytestmark = pytest.mark.django_db

WATCH, ACT, STOP = "/admin/mail/", "/admin/mail/act/", "/admin/mail/stop/"


@pytest.fixture
def marketer(client: Client) -> Client:
    person = User.objects.create_user("mara", is_staff=True)
    person.groups.add(Group.objects.get(name="Marketing"))
    client.force_login(person)
    return client


def in_state(state: str, **more: object) -> Delivery:
    mail = make_requested(now=timezone.now() - timedelta(hours=2))
    Delivery.objects.filter(pk=mail.pk).update(state=state, **more)
    return mail


def page(client: Client, path: str = WATCH) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def said(client: Client, data: dict[str, object]) -> str:
    answer = client.post(ACT, data, follow=True)
    return "; ".join(str(each) for each in answer.context["messages"])


def test_all_is_well_in_a_quiet_house(marketer: Client) -> None:
    note_pulse(timezone.now())
    assert "All is well: nothing waits longer than 15 minutes." in page(marketer)


def test_the_sentence_says_how_many_wait_and_why(marketer: Client) -> None:
    in_state("scheduled", held_reason="server_away")
    MailStop.objects.create(
        scope="server",
        kind=MailStop.Kind.AWAY,
        reason="Connection refused",
        created_at=timezone.now() - timedelta(minutes=30),
    )
    text = page(marketer)
    assert "1 mail waits since" in text
    assert ": the mail server does not answer." in text
    assert "Connection refused" in text


def test_a_clock_that_stands_still_is_said(marketer: Client) -> None:
    note_pulse(timezone.now() - timedelta(minutes=30))
    assert "The clock has not ticked since" in page(marketer)


def test_the_figures_come_alone_for_htmx(marketer: Client) -> None:
    answer = marketer.get(WATCH, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert 'id="headline"' in text
    assert 'id="stuck"' not in text


def test_everything_is_paused_and_goes_on(marketer: Client) -> None:
    marketer.post(ACT, {"do": "pause", "scope": "all"})
    stop = MailStop.objects.get()
    assert (stop.scope, stop.kind, stop.reason) == ("all", MailStop.Kind.STAFF, "mara")
    assert "Everything is paused: no mail goes out." in page(marketer)
    marketer.post(ACT, {"do": "resume", "scope": "all"})
    assert not MailStop.objects.exists()
    noted = LogEntry.objects.order_by("pk").values_list(
        "user__username", "object_repr", "change_message"
    )
    assert list(noted) == [
        ("mara", "All mails", "Mails paused"),
        ("mara", "All mails", "Mails resumed"),
    ]


def test_a_series_a_mail_and_a_provider_are_paused(marketer: Client) -> None:
    series = Sequence.objects.create(key="s", name="Five fixes")
    series.messages.create(key="one", subject="First", body="x", button_label="y")
    scopes = [f"series:{series.pk}", f"mail:{series.pk}:one", "group:google", "group:others"]
    for scope in scopes:
        marketer.post(ACT, {"do": "pause", "scope": scope})
    assert sorted(MailStop.objects.values_list("scope", flat=True)) == sorted(scopes)
    series.refresh_from_db()
    assert series.is_paused
    text = page(marketer)
    for words in (
        "Series “Five fixes”",
        "Mail “First” of “Five fixes”",
        "Mails to Google",
        "Mails to All others",
    ):
        assert words in text


@pytest.mark.parametrize(
    "scope",
    ["", "everything", "series:0", "series:99999999999999999999", "mail:1:no", "group:a b", "x:1"],
)
def test_a_scope_that_is_none_changes_nothing(marketer: Client, scope: str) -> None:
    answer = marketer.post(ACT, {"do": "pause", "scope": scope}, follow=True)
    assert answer.status_code == 200
    assert not MailStop.objects.exists()
    assert [each.level_tag for each in answer.context["messages"]] == ["error"]


def test_doubts_are_settled_by_a_press(marketer: Client) -> None:
    first = in_state("ambiguous", handed_over_at=timezone.now())
    second = in_state("ambiguous", handed_over_at=timezone.now())
    assert "2 mails were maybe sent" in page(marketer)
    assert said(marketer, {"do": "arrived", "ids": [first.pk]}) == "1 mail counts as sent."
    assert said(marketer, {"do": "again", "ids": [second.pk]}) == "1 mail is sent again."
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("accepted", "scheduled")
    assert "mara" in second.error
    late = said(marketer, {"do": "arrived", "ids": [first.pk]})
    assert late.startswith("0 mails count as sent. 1 could not be")


def test_all_of_one_mail_on_hold_are_tried_again(marketer: Client) -> None:
    places = [make_enrollment(now=timezone.now()) for _ in range(1)]
    place = places[0]
    Enrollment.objects.filter(pk=place.pk).update(due_at=None)
    mail = Delivery.objects.create(
        lead=place.lead,
        address=place.address,
        enrollment=place,
        purpose="marketing",
        message_key="one",
        dedupe_key="seq:1:one",
        state="parked",
        created_at=timezone.now(),
        due_at=timezone.now(),
    )
    place.sequence.messages.create(key="one", subject="First", body="x", button_label="y")
    scope = stopping.mail_scope(place.sequence_id, "one")
    assert said(marketer, {"do": "try", "scope": scope, "back": "on-hold"}) == (
        "1 mail is tried again."
    )
    mail.refresh_from_db()
    assert mail.state == "scheduled"


def test_a_press_without_a_tick_says_so(marketer: Client) -> None:
    assert said(marketer, {"do": "again"}) == "Tick at least one mail first."
    assert "Select a valid choice" in said(marketer, {"do": "again", "ids": ["x", "9" * 30]})


def test_a_notice_is_put_away(marketer: Client) -> None:
    row = notice(
        kind=Notice.Kind.TEXT, key="a", subject="Mail two", text="Broken", now=timezone.now()
    )
    assert "Mail two" in page(marketer)
    marketer.post(ACT, {"do": "seen", "ids": [row.pk]})
    assert "Mail two" not in page(marketer)


@pytest.mark.parametrize(
    ("state", "list_name", "more"),
    [
        ("ambiguous", "maybe-sent", {}),
        ("parked", "on-hold", {}),
        ("failed", "failed", {"error": "554 5.6.0 no"}),
        ("scheduled", "due", {}),
        ("scheduled", "held", {"held_reason": "cap_day"}),
        ("claimed", "sending", {}),
    ],
)
def test_lists_say_what_waits_and_why(
    marketer: Client, state: str, list_name: str, more: dict[str, object]
) -> None:
    mail = in_state(state, **more)
    text = page(marketer, f"/admin/mail/waiting/{list_name}/")
    assert "Your checklist" in text
    # Marketers may not read who it is.
    assert mail.address.normalised not in text
    assert "Somebody at" in text
    for value in more.values():
        assert (str(value) in text) is (list_name == "failed")


def test_who_it_is_is_for_those_who_may_read_leads(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    mail = in_state("ambiguous")
    assert f"/leads/{mail.lead_id}/" in page(client, "/admin/mail/waiting/maybe-sent/")


def test_lists_come_in_pages_of_fifty(marketer: Client) -> None:
    for _ in range(51):
        in_state("parked")
    path = "/admin/mail/waiting/on-hold/"
    assert "Page 1 of 2" in page(marketer, path)
    assert page(marketer, f"{path}?page=2").count('name="ids"') == 1
    assert "Page 2 of 2" in page(marketer, f"{path}?page=99999")


def test_an_unknown_list_is_not_there(marketer: Client) -> None:
    assert marketer.get("/admin/mail/waiting/nothing/").status_code == 404


def test_everything_stops_only_behind_the_typed_word(marketer: Client) -> None:
    place = make_enrollment(now=timezone.now())
    assert "1 person is on the way." in page(marketer, STOP)
    for word in ("", "yes", "ST0P"):
        assert marketer.post(STOP, {"scope": "all", "word": word}).status_code == 422
    place.refresh_from_db()
    assert place.state == Enrollment.State.ACTIVE
    marketer.post(STOP, {"scope": "all", "word": " stop "})
    place.refresh_from_db()
    assert (place.state, place.exit_reason) == ("exited", Enrollment.Exit.STOPPED)


@pytest.mark.parametrize("scope", ["group:google", "server", "nothing", "series:77"])
def test_what_cannot_be_stopped_has_no_page(marketer: Client, scope: str) -> None:
    assert marketer.get(STOP, {"scope": scope}).status_code == 404


def test_sales_have_no_mail_room_and_lookers_no_switch(client: Client) -> None:
    sales = User.objects.create_user("sam", is_staff=True)
    sales.groups.add(Group.objects.get(name="Sales"))
    client.force_login(sales)
    assert [client.get(path).status_code for path in (WATCH, STOP)] == [403, 403]
    assert client.post(ACT, {"do": "pause", "scope": "all"}).status_code == 403


def test_the_page_asks_no_more_for_many(
    marketer: Client,
    django_assert_max_num_queries: object,
) -> None:
    for number in range(4):
        series = Sequence.objects.create(key=f"s{number}", name=f"S {number}", is_paused=True)
        stopping.pause(scope=f"series:{series.pk}", by="x", now=timezone.now())
        stopping.pause(scope=f"lead:{number}", by="x", now=timezone.now())
    page(marketer)
    with django_assert_max_num_queries(22):  # type: ignore[operator]  # a fixture of pytest-django
        page(marketer)
