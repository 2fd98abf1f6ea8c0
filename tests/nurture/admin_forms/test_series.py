from __future__ import annotations

import pytest
from django.forms import modelform_factory

from nurture.admin_forms import SeriesForm
from nurture.models import Sequence
from quizzes.wording.vocabulary import Vocabulary
from tests.nurture.factories import make_version

pytestmark = pytest.mark.django_db
FIELDS = [
    *("name", "days", "opens", "closes", "holidays", "sender_name", "sender_email", "reply_to"),
    *("ends_when", "comes_back", "pause_between", "turn", "counts_links"),
]
Made = modelform_factory(Sequence, form=SeriesForm, fields=FIELDS)
Made.vocabulary = Vocabulary(  # type: ignore[attr-defined]  # of the class made here
    steps={"list": "Checklist: Raise it"}, acts={"step:list": "said yes to it"}
)
SENT: dict[str, object] = {
    "name": "Four mails",
    "days": ["mon", "fri"],
    "opens": "09:00",
    "closes": "17:00",
    "holidays": "DE-BY",
    "sender_name": "Mara",
    "sender_email": "mara@example.com",
    "reply_to": "",
    "ends_when": ["call", "step:list"],
    "comes_back": "after",
    "pause_between": "30",
    "turn": "1",
    "counts_links": "on",
}


def test_a_series_is_written_and_reads_back_as_it_was() -> None:
    series = make_version().sequence
    form = Made(SENT, instance=series)
    assert form.is_valid(), form.errors
    form.save()
    series.refresh_from_db()
    assert (series.goals, series.reentry_days, series.priority) == (["call", "step:list"], 30, 1)
    assert series.window == {
        "days": ["mon", "fri"],
        "opens": "09:00",
        "closes": "17:00",
        "holidays": "DE-BY",
    }
    assert (series.sender_name, series.sender_email) == ("Mara", "mara@example.com")
    assert series.counts_links is True
    assert not Made(SENT, instance=series).has_changed()


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"days": []}, "days", "Choose at least one day, or no mail ever leaves."),
        ({"closes": "08:00"}, "closes", "This is before the first hour. Choose a later one."),
        ({"pause_between": ""}, "pause_between", "Write after how many days, for example 90."),
        ({"sender_email": "mara"}, "sender_email", "Enter a valid email address."),
    ],
)
def test_what_cannot_work_is_said_beside_its_field(
    changes: dict[str, object], field: str, error: str
) -> None:
    form = Made({**SENT, **changes}, instance=make_version().sequence)
    assert form.errors == {field: [error]}


@pytest.mark.parametrize("place", ["XX", "DE-XX", "de", "DE'--"])
def test_nobody_keeps_the_holidays_of_nowhere(place: str) -> None:
    form = Made({**SENT, "holidays": place}, instance=make_version().sequence)
    assert list(form.errors) == ["holidays"]


def test_never_again_and_no_goals_are_choices_too() -> None:
    series = make_version().sequence
    form = Made({**SENT, "comes_back": "never", "ends_when": [], "holidays": ""}, instance=series)
    assert form.is_valid(), form.errors
    form.save()
    assert (series.goals, series.reentry_days, series.window["holidays"]) == ([], None, "")
