from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from funnel.checking.rules import RULES
from funnel.models import Edit, Funnel, Step, Waiver
from quizzes.models import Quiz
from tests.funnel.factories import document_from, edited, make_funnel, plain_document

pytestmark = pytest.mark.django_db

Q = "steps[0].quiz"
TIED = [
    (f"{Q}.questions[1].choices[0].points", {"discounter": 2}),
    (f"{Q}.questions[1].choices[1].points", {"planner": 2}),
]
PLACE = "steps.quiz.quiz.tie"


@pytest.fixture
def funnel() -> Funnel:
    return make_funnel(document_from(edited(plain_document(), *TIED)))


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada"))
    return client


def address(funnel: Funnel, name: str, *more: str) -> str:
    return reverse(f"studio:{name}", args=[funnel.pk, *more])


def shown(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def quiz_slug(funnel: Funnel) -> str:
    return f"step-{Step.objects.get(funnel=funnel, key='quiz').pk}"


def test_findings_stand_beside_their_piece_with_a_fix_a_why_and_an_ignore(
    staff: Client, funnel: Funnel
) -> None:
    html = shown(staff, address(funnel, "findings", quiz_slug(funnel)))
    assert "50.0 % of all ways end in a tie" in html
    assert "Let “What about your rate?” settle it" in html
    assert reverse("check_rule", args=["tie"]) in html
    assert "Ignore because" in html


def test_marks_count_what_stands_beside_each_piece(staff: Client, funnel: Funnel) -> None:
    slug = quiz_slug(funnel)
    html = shown(staff, address(funnel, "findings", f"start-{funnel.pk}"))
    mark = re.search(rf'<span id="mark-{slug}".*?</span>\s*</span>', html, re.DOTALL)
    assert mark is not None
    assert 'hx-swap-oob="true"' in mark[0]
    assert re.search(r"\d things? to look at", mark[0])


def test_at_most_three_are_open_and_the_worst_is_first(staff: Client, funnel: Funnel) -> None:
    Quiz.objects.filter(step__funnel=funnel).update(name="x")
    for step in Step.objects.filter(funnel=funnel):
        step.invite = "Go to [[the gift]]"
        step.save()
    html = shown(staff, address(funnel, "findings"))
    assert html.partition('class="c-more"')[0].count('<li class="c-finding') == 3
    assert "c-finding c-error" in html.partition("</li>")[0]
    assert re.search(r"\d+ more\s*</summary>", html)


def test_fix_it_mends_the_draft_once_and_undo_has_it(staff: Client, funnel: Funnel) -> None:
    slug = quiz_slug(funnel)
    sent = {"code": "S110", "place": PLACE, "piece": slug}
    answer = staff.post(address(funnel, "fix"), sent)
    assert answer["Location"] == address(funnel, "page", slug)
    assert Quiz.objects.get(step__funnel=funnel).tie == "question"
    assert Edit.objects.get(funnel=funnel).words == "Put right what the check found"
    again = staff.post(address(funnel, "fix"), sent, follow=True)
    assert "put right already" in again.content.decode()
    assert Edit.objects.filter(funnel=funnel).count() == 1


def test_ignoring_keeps_the_reason_and_heeding_takes_it_back(staff: Client, funnel: Funnel) -> None:
    sent = {"code": "S110", "place": PLACE, "piece": quiz_slug(funnel)}
    htmx = {"HX-Request": "true"}
    answer = staff.post(
        address(funnel, "ignore"), {**sent, "reason": "A tie is fine here"}, headers=htmx
    )
    assert "Ignored because: A tie is fine here" in answer.content.decode()
    assert Waiver.objects.get().made_by == User.objects.get()
    staff.post(address(funnel, "heed"), sent, headers=htmx)
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("code", ["S101", "S999", "", "\0"])
def test_what_cannot_be_ignored_is_said_and_nothing_is_stored(
    staff: Client, funnel: Funnel, code: str
) -> None:
    sent = {"code": code, "place": "x\0", "reason": "No", "piece": "nonsense"}
    answer = staff.post(address(funnel, "ignore"), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Waiver.objects.exists()
    assert staff.post(address(funnel, "ignore"), sent).status_code == 302


def test_an_unfinished_draft_says_what_is_missing_where(staff: Client, funnel: Funnel) -> None:
    step = Step.objects.get(funnel=funnel, key="result")
    Step.objects.filter(pk=step.pk).update(invite="")
    html = shown(staff, address(funnel, "findings", f"step-{step.pk}"))
    assert "This is empty. Write something." in html


def test_nothing_found_is_said(staff: Client, funnel: Funnel) -> None:
    html = shown(staff, address(funnel, "findings", f"settings-{funnel.pk}"))
    assert "Nothing to put right here." in html


def test_what_is_no_piece_is_not_there(staff: Client, funnel: Funnel) -> None:
    assert staff.get(address(funnel, "findings", "nonsense")).status_code == 404


def test_whoever_may_not_change_a_funnel_sees_nothing(client: Client, funnel: Funnel) -> None:
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(address(funnel, "findings")).status_code == 403
    assert client.post(address(funnel, "fix")).status_code == 403


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_every_rule_has_its_page(staff: Client, rule: object) -> None:
    slug = getattr(rule, "slug", "")
    assert staff.get(reverse("check_rule", args=[slug])).status_code == 200
    assert staff.get(reverse("check_rule", args=["nothing"])).status_code == 404
