from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from funnel.checking.report import check
from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication, Step, Waiver
from funnel.portable.exporting import export_document
from funnel.publishing.compile import compile_funnel
from funnel.starts.beginning import at_home
from funnel.starts.gallery import STARTS
from leads.models import Business, MediaFile
from tests.funnel.admin.conftest import Login
from tests.funnel.row_counts import rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GALLERY = "/admin/funnel/funnel/starts/"
COACH = GALLERY + "coach/"


def told(slug: str) -> dict[str, str]:
    return dict(next(each for each in STARTS if each.slug == slug).example_answers)


def test_adding_a_funnel_leads_to_the_gallery_and_the_blank_page_is_a_door_of_it(
    marketer: Client,
) -> None:
    add = reverse("admin:funnel_funnel_add")

    sent = marketer.get(add)
    gallery = marketer.get(sent["Location"]).content.decode()
    blank = marketer.get(add + "?blank=1")

    assert (sent.status_code, sent["Location"]) == (302, GALLERY)
    assert f'href="{add}?blank=1"' in gallery
    assert blank.status_code == 200
    assert 'name="hook"' in blank.content.decode()


def test_the_gallery_shows_each_start_and_finds_one_by_its_words(marketer: Client) -> None:
    everything = marketer.get(GALLERY).content.decode()
    course = marketer.get(GALLERY, {"q": "School"}).content.decode()
    nothing = marketer.get(GALLERY, {"q": "<submarine>"}).content.decode()

    assert [everything.count(f'href="{GALLERY}{each.slug}/"') for each in STARTS] == [1] * 8
    assert course.count("Start with this</a>") == 1
    assert f'href="{GALLERY}course/"' in course
    assert "No start says “&lt;submarine&gt;”" in nothing


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.slug)
def test_each_start_can_be_looked_at_and_records_nothing(marketer: Client, start: object) -> None:
    before = rows()
    chosen = next(each for each in STARTS if each == start)

    first = marketer.get(f"{GALLERY}{chosen.slug}/look/")
    shown = [
        marketer.get(f"{GALLERY}{chosen.slug}/look/", {"step": step.key}).status_code
        for step in chosen.example.steps
    ]

    assert first.status_code == 200
    assert chosen.example.hook.text.split("’")[0] in first.content.decode()
    assert set(shown) == {200}
    assert "frame-ancestors 'self'" in first.headers["Content-Security-Policy"]
    through = marketer.get(f"{GALLERY}{chosen.slug}/screens/").content.decode()
    assert through.count('target="p-phone"') == len(chosen.example.steps)
    assert rows() == before
    assert marketer.get(f"{GALLERY}nowhere/look/").status_code == 404


def test_seven_answers_make_a_draft_that_can_go_live(marketer: Client) -> None:
    page = marketer.get(COACH).content.decode()
    response = marketer.post(COACH, told("coach"))

    funnel = Funnel.objects.get()
    document = compile_funnel(funnel)
    assert page.count('<input type="text"') + page.count("<textarea") == 7
    assert response["Location"] == reverse("studio:page", args=[funnel.pk])
    assert (funnel.slug, funnel.publication, funnel.is_demo) == ("first-step", None, False)
    assert document == at_home(STARTS[0].example)
    assert check(document).findings == ()


def test_what_is_not_answered_is_said_marked_and_keeps_it_from_going_live(
    marketer: Client,
) -> None:
    said = {**told("agency"), "price": "", "proof": "  "}

    response = marketer.post(GALLERY + "agency/", said, follow=True)

    document = compile_funnel(Funnel.objects.get())
    assert "“What does it cost?” and “Why should they believe you?”" in (response.content.decode())
    offer = document.steps[-1].model_dump()["offer"]
    assert (offer["price"], offer["proof"]) == ("[[your price]]", "[[your proof]]")
    assert {each.rule.code for each in check(document).errors} == {"S115"}
    publish = reverse("admin:funnel_publish", args=[Funnel.objects.get().pk])
    marketer.post(publish)
    assert Publication.objects.count() == 0


def test_a_second_draft_of_a_start_gets_an_address_of_its_own(marketer: Client) -> None:
    marketer.post(COACH, told("coach"))
    marketer.post(COACH, told("coach"))

    assert sorted(Funnel.objects.values_list("slug", flat=True)) == ["first-step", "first-step-2"]


def test_an_answer_that_cannot_be_taken_is_told_beside_it_and_nothing_is_stored(
    marketer: Client,
) -> None:
    before = rows()
    said = {**told("coach"), "price": "{{ score }}", "whom": "w" * 71, "sender": "No\x00ra"}

    response = marketer.post(COACH, said)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Write it without { and }" in page
    assert "This is 71 characters long. 70 fit everywhere it is used." in page
    assert 'value="{{ score }}"' in page
    assert rows() == before


def test_the_sender_is_known_from_the_business(marketer: Client) -> None:
    Business.objects.create(
        name="Rates & Co", person="Mara Holm", sender_name="Rates", sender_email="m@example.com"
    )

    assert 'value="Mara Holm"' in marketer.get(COACH).content.decode()


def test_only_who_may_add_funnels_comes_in(login: Login, money_habits: Funnel) -> None:
    sales = login("Sales")
    for address in (GALLERY, COACH, COACH + "look/", "/admin/funnel/funnel/import/"):
        assert sales.get(address).status_code == 403
    assert sales.post(f"/admin/funnel/funnel/{money_habits.pk}/copy/").status_code == 403


def test_a_copy_says_the_same_at_its_own_address_and_shares_the_files(
    marketer: Client, money_habits: Funnel
) -> None:
    by = User.objects.get()
    Waiver.objects.create(
        funnel=money_habits,
        code="V301",
        place="hook.text",
        reason="On purpose",
        made_at=NOW,
        made_by=by,
    )
    files = MediaFile.objects.count()

    asked = marketer.get(f"/admin/funnel/funnel/{money_habits.pk}/copy/")
    response = marketer.post(f"/admin/funnel/funnel/{money_habits.pk}/copy/")

    made = Funnel.objects.exclude(pk=money_habits.pk).get()
    assert asked.status_code == 200
    assert response["Location"] == reverse("studio:page", args=[made.pk])
    assert (made.slug, made.name) == ("money-habits-copy", f"Copy of {money_habits.name}")
    assert (made.publication, made.revision, made.is_default) == (None, 0, False)
    assert _told(export_document(made)) == _told(export_document(money_habits))
    assert ("V301", "hook.text", "On purpose", by.pk) in made.waivers.values_list(
        "code", "place", "reason", "made_by"
    )
    assert MediaFile.objects.count() == files
    own, first = made.steps.get(key="quiz"), money_habits.steps.get(key="quiz")
    assert own.quiz != first.quiz
    assert own.quiz is not None
    assert own.quiz.default_outcome is not None
    assert own.quiz.default_outcome.quiz == own.quiz


def _told(document: FunnelDocument) -> FunnelDocument:
    return document.model_copy(update={"slug": "same", "name": "Same"})


def test_an_unfinished_draft_can_be_copied_and_copied_again(
    marketer: Client, money_habits: Funnel
) -> None:
    Step.objects.filter(funnel=money_habits, key="result").delete()
    money_habits.hook = ""
    money_habits.save()
    address = f"/admin/funnel/funnel/{money_habits.pk}/copy/"

    marketer.post(address)
    marketer.post(address)

    assert sorted(Funnel.objects.values_list("slug", flat=True)) == [
        "money-habits",
        "money-habits-copy",
        "money-habits-copy-2",
    ]
    keys = [list(each.steps.values_list("key", flat=True)) for each in Funnel.objects.all()]
    assert keys[0] == keys[1] == keys[2]
