from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel, Publication
from tests.funnel.admin.conftest import Login

pytestmark = pytest.mark.django_db


def address(page: str, funnel: Funnel, *more: int) -> str:
    return reverse(f"admin:funnel_{page}", args=[funnel.pk, *more])


def test_publish_of_another_draft_than_the_one_seen_publishes_nothing(
    money_habits: Funnel, marketer: Client
) -> None:
    seen = marketer.get(address("publish", money_habits)).context["ahead"].seen
    Funnel.objects.update(hook="Another line?")

    response = marketer.post(address("publish", money_habits), {"seen": seen})

    assert (response.status_code, response.context["is_stale"]) == (422, True)
    assert not Publication.objects.exists()
    seen = response.context["ahead"].seen
    assert marketer.post(address("publish", money_habits), {"seen": seen}).status_code == 302


def test_publish_shows_what_changes_for_visitors(money_habits: Funnel, marketer: Client) -> None:
    marketer.post(address("publish", money_habits))
    Funnel.objects.update(hook="Another line?")

    ahead = marketer.get(address("publish", money_habits)).context["ahead"]

    assert [line.words for line in ahead.lines] == ["The first screen reworded"]
    assert (ahead.number, ahead.is_new, ahead.walking) == (2, True, 0)


def test_versions_tell_who_changed_what_and_leave_trials_out(
    money_habits: Funnel, marketer: Client
) -> None:
    marketer.post(address("publish", money_habits))
    Funnel.objects.update(hook="Another line?")
    marketer.post(address("publish", money_habits))
    live = Publication.objects.get(number=2)
    Publication.objects.create(
        funnel=money_habits,
        number=0,
        is_trial=True,
        content_hash=live.content_hash,
        document=live.document,
        published_at=live.published_at,
    )

    response = marketer.get(address("history", money_habits))

    told = [
        (each.publication.number, each.is_live, each.lines and [line.words for line in each.lines])
        for each in response.context["versions"]
    ]
    assert told == [(2, True, ["The first screen reworded"]), (1, False, None)]
    assert marketer.get(address("version", money_habits, 0)).status_code == 404
    assert marketer.get(address("version_preview", money_habits, 1)).status_code == 200


def test_restore_asks_first_and_then_writes_the_draft(
    money_habits: Funnel, marketer: Client
) -> None:
    hook = money_habits.hook
    marketer.post(address("publish", money_habits))
    Funnel.objects.update(hook="Another line?")

    page = marketer.get(address("restore", money_habits, 1))
    stale = marketer.post(address("restore", money_habits, 1), {"revision": "x"})
    assert [line.words for line in page.context["lines"]] == ["The first screen reworded"]
    assert (stale.status_code, Funnel.objects.get().hook) == (422, "Another line?")

    done = marketer.post(address("restore", money_habits, 1), {"revision": "0"})
    assert (done.status_code, Funnel.objects.get().hook) == (302, hook)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"goes_live_at": "soon"}, "Give a day and a time, like 2027-03-01 09:00."),
        ({"goes_live_at": "2020-01-01T09:00"}, "That moment is over. Choose a later one."),
        (
            {"goes_live_at": "2090-03-26T02:30"},
            "That night the clocks go forward and leave 02:30 out. Choose a time an hour later.",
        ),
        (
            {"goes_live_at": "2090-01-02T09:00", "comes_down_at": "2090-01-01T09:00"},
            "It would come down before it goes live. Choose a later moment.",
        ),
        ({"closed_text": "x" * 501}, "Ensure this value has at most 500 characters (it has 501)."),
    ],
)
def test_times_that_cannot_be_are_refused_in_a_sentence(
    money_habits: Funnel, marketer: Client, sent: dict[str, str], sentence: str
) -> None:
    response = marketer.post(address("schedule", money_habits), sent)

    assert response.status_code == 422
    assert sentence in {each for all_ in response.context["form"].errors.values() for each in all_}
    kept = Funnel.objects.values_list("goes_live_at", "comes_down_at", "closed_text").get()
    assert kept == (None, None, "")


def test_times_are_kept_and_shown(money_habits: Funnel, marketer: Client) -> None:
    sent = {"goes_live_at": "2090-01-02T09:00", "closed_text": "Soon."}

    marketer.post(address("schedule", money_habits), sent)

    page = marketer.get(address("funnel_change", money_habits))
    assert "Goes live Mon 2 Jan 2090, 09:00" in page.content.decode()
    assert Funnel.objects.get().closed_text == "Soon."


@pytest.mark.parametrize("page", ["schedule", "restore"])
def test_versions_are_only_read_by_who_may_not_change_them(
    money_habits: Funnel, marketer: Client, login: Login, page: str
) -> None:
    marketer.post(address("publish", money_habits))
    more = [1] if page == "restore" else []
    sales = login("Sales")

    assert sales.get(address(page, money_habits, *more)).status_code == 403
