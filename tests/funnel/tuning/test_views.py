"""What counts: looked back at first, then saved, then taken back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from leads.activity import record_acts
from leads.fit import VERY_GOOD
from leads.models import Lead, ScoringModel
from leads.scoring_models import current
from tests.funnel.admin.form_data import Data, form_data
from tests.funnel.factories import make_publication
from tests.leads.factories import make_act, make_lead

pytestmark = pytest.mark.django_db
PAGE = "/admin/tuning/"


@pytest.fixture
def marketer(client: Client) -> Client:
    user = User.objects.create_user("mia", is_staff=True)
    user.groups.add(Group.objects.get(name="Marketing"))
    client.force_login(user)
    return client


def hot_lead() -> Lead:
    lead, now = make_lead(at=timezone.now()), timezone.now()
    acts = [make_act(key, subject=f"1/{key}", at=now) for key in ("call_asked", "offer_pressed")]
    record_acts(lead=lead, acts=acts, now=now)
    return lead


def standing(client: Client) -> Data:
    return form_data(client.get(PAGE))


def test_the_page_stands_with_what_counts_now(marketer: Client) -> None:
    html = marketer.get(PAGE).content.decode()
    assert "Starting values, not measured: 0 decided leads so far" in html
    data = standing(marketer)
    assert (data["points_poll"], data["half_life_quiz"], data["hot_from"]) == ("4", "21", "50")


def test_looking_back_says_what_would_have_been_and_saves_nothing(marketer: Client) -> None:
    hot_lead()
    changes = {"points_call_asked": "10", "points_offer_pressed": "5"}
    answer = marketer.post(PAGE, standing(marketer) | changes)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<strong>0 leads</strong> would have been hot instead of 1" in html
    assert 'value="10"' in html, "what was typed stays"
    assert not ScoringModel.objects.exists()


def test_saving_counts_at_once_and_can_be_taken_back(marketer: Client) -> None:
    data = standing(marketer) | {"points_poll": "7", "note": "Polls matter more", "save": "1"}
    assert marketer.post(PAGE, data).status_code == 302
    assert current().model.points["poll"] == 7
    marketer.post(PAGE, standing(marketer) | {"points_poll": "1", "save": "1"})
    assert current().model.points["poll"] == 1
    html = marketer.get(PAGE).content.decode()
    assert "Polls matter more" in html
    assert html.count("Use again") == 1

    assert marketer.post(f"{PAGE}1/again/").status_code == 302

    assert (current().model.number, current().model.points["poll"]) == (3, 7)
    assert [row.note for row in ScoringModel.objects.all()] == [
        "As setting 1",
        "",
        "Polls matter more",
    ]


def test_answers_of_live_funnels_are_weighed(marketer: Client) -> None:
    publication = make_publication()
    document_step = "quiz"
    name = next(
        key
        for key in standing(marketer)
        if key.startswith(f"fit-{publication.funnel_id}-{document_step}-")
    )
    marketer.post(PAGE, standing(marketer) | {name: str(VERY_GOOD), "save": "1"})
    (rule,) = current().fit_rules
    assert (rule.funnel, rule.step, rule.weight) == (publication.funnel_id, "quiz", VERY_GOOD)
    assert name == f"fit-{rule.funnel}-{rule.step}-{rule.question}-{rule.value}"
    assert rule.asked
    assert rule.said
    assert standing(marketer)[name] == str(VERY_GOOD)
    # Of a funnel that is not live any more the rule stays as it was.
    publication.funnel.publication = None
    publication.funnel.save()
    marketer.post(PAGE, standing(marketer) | {"save": "1"})
    assert current().fit_rules == (rule,)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"points_poll": "lots"}, "Enter a whole number."),
        ({"points_poll": ""}, "This field is required."),
        ({"points_poll": "101"}, "A whole number from -50 to 100."),
        ({"half_life_gift": "0"}, "A whole number from 1 to 365."),
        ({"half_life_gift": "60"}, "“Not now” fades last"),
        ({"hot_from": "30"}, "Warm begins below where hot ends"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    marketer: Client, sent: dict[str, str], sentence: str
) -> None:
    answer = marketer.post(PAGE, standing(marketer) | sent | {"save": "1"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ScoringModel.objects.exists()


def test_sales_may_not_change_what_counts(client: Client) -> None:
    user = User.objects.create_user("sam", is_staff=True)
    user.groups.add(Group.objects.get(name="Sales"))
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}1/again/").status_code == 403
