"""The journey over HTTP, with script and without: what is answered and what is not stored."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from funnel.models import Answer, Visit
from funnel.publishing import publish
from quizzes.models import Choice
from tests.funnel.factories import NOW, make_document, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import PHONE, Visitor, ladder_document, walk

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])


def test_landing_get_writes_nothing_and_can_be_cached_by_anybody() -> None:
    visitor = Visitor()
    before = everything()
    visitor.land("?utm_source=news")

    response = visitor.response
    assert everything() == before
    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert {name.strip() for name in response.headers["Vary"].split(",")} == {
        "Accept-Encoding",
        "HX-Request",
    }


def test_landing_is_always_the_whole_page() -> None:
    visitor = Visitor()
    for headers in (
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    ):
        response = visitor.client.get(visitor.address, headers=headers)
        assert response.status_code == 200
        assert response.content.lstrip().startswith(b"<!DOCTYPE html>")
        assert "HX-Push-Url" not in response.headers


def test_landing_shows_hook_and_first_question_and_its_publication() -> None:
    html = Visitor().land().html
    assert "Are you 20 % too cheap? Two questions, one minute." in html
    assert "No address needed to see your result." in html
    assert '<input type="hidden" name="publication" value="1">' in html


@either
def test_ladder_leads_to_the_offer(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script)
    walk(visitor)

    visit = visitor.visit
    assert (visit.at_step, visit.outcome, visit.lead_id) == ("offer", "discounter", None)
    assert visit.finished_at is not None
    assert visitor.address == visitor.at("offer")
    assert Visit.objects.count() == 1


def test_first_answer_replaces_the_landing_page_and_later_ones_are_pushed() -> None:
    visitor = Visitor().land().answer()
    first = visitor.response.headers
    assert first["HX-Replace-Url"] == visitor.at("quiz", "raise")
    assert "HX-Push-Url" not in first

    later = visitor.answer().response.headers
    assert later["HX-Push-Url"] == visitor.at("result")
    assert "HX-Replace-Url" not in later
    assert later["Cache-Control"] == "private, no-store"


def test_fragment_is_the_step_with_its_title_and_top_alone() -> None:
    html = Visitor().start().html
    assert "<!DOCTYPE" not in html
    assert "<footer" not in html
    assert html.count('<main id="step"') == 1
    assert "<title>What about your raise? · Your business</title>" in html


def test_every_screen_has_one_form_and_one_filled_button_at_most() -> None:
    visitor = Visitor(has_script=False)
    walk(visitor)
    for parts in (("quiz", "rate"), ("result",), ("mood",), ("list",), ("guide",), ("video",)):
        html = visitor.look(visitor.at(*parts)).html
        assert html.count('<form method="post"') == 1, parts
        assert html.count('class="main"') <= 1, parts


def test_post_without_script_is_answered_with_see_other() -> None:
    visitor = Visitor(has_script=False).land()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', visitor.html))
    response = visitor.client.post(visitor.address, {**hidden, "choice": "a"})

    assert (response.status_code, response.headers["Location"]) == (
        303,
        visitor.at("quiz", "raise"),
    )
    again = visitor.client.post(visitor.at("quiz", "raise"), {"choice": "b"})
    assert (again.status_code, again.headers["Location"]) == (303, visitor.at("result"))


@pytest.mark.parametrize("parts", [("list",), ("offer",), ("mood", "mood"), ("result",)])
@either
def test_get_of_a_later_step_leads_to_the_open_one_and_writes_nothing(
    has_script: bool, parts: tuple[str, ...]
) -> None:
    visitor = Visitor(has_script=has_script).start()
    before = everything()
    headers = {"HX-Request": "true"} if has_script else {}
    response = visitor.client.get(visitor.at(*parts), headers=headers)

    assert (response.status_code, response.headers["Location"]) == (
        302,
        visitor.at("quiz", "raise"),
    )
    assert everything() == before


def test_head_is_a_get_without_a_body_and_writes_nothing() -> None:
    visitor = Visitor().finish_quiz()
    before = everything()
    for address, status in (
        ("/", 302),
        (f"/f/{visitor.slug}/", 200),
        (visitor.at(), 302),
        (visitor.at("result"), 200),
        (visitor.at("offer"), 302),
    ):
        response = visitor.client.head(address)
        assert (response.status_code, response.content) == (status, b"")
    assert everything() == before


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method: str) -> None:
    visitor = Visitor().start()
    for address in (f"/f/{visitor.slug}/", visitor.at("quiz", "raise")):
        assert getattr(visitor.client, method)(address).status_code == 405


def test_history_restore_gets_the_whole_page() -> None:
    visitor = Visitor().finish_quiz()
    response = visitor.client.get(
        visitor.at("result"),
        headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
    )
    assert response.content.lstrip().startswith(b"<!DOCTYPE html>")
    assert "HX-Request" in response.headers["Vary"]
    assert "HX-Push-Url" not in response.headers


def test_quiz_address_without_a_question_leads_to_its_first() -> None:
    visitor = Visitor().start()
    for _ in range(2):
        response = visitor.client.get(visitor.at("quiz"))
        assert (response.status_code, response.headers["Location"]) == (
            302,
            visitor.at("quiz", "rate"),
        )
        visitor.answer()


@either
def test_back_marks_the_earlier_answer(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).start()
    back = re.search(r'class="back" href="([^"]+)"', visitor.html)
    assert back
    assert back[1] == visitor.at("quiz", "rate")
    html = visitor.look(back[1]).html

    chosen = re.search(
        r'<button type="submit" name="choice" value="a"(.*?)</button>', html, re.DOTALL
    )
    other = re.search(
        r'<button type="submit" name="choice" value="b"(.*?)</button>', html, re.DOTALL
    )
    assert chosen
    assert other
    assert 'aria-pressed="true"' in chosen[1]
    assert "<small>your answer</small>" in chosen[1]
    assert "your answer" not in other[1]
    assert "aria-pressed" not in other[1]


def test_resume_leads_to_where_the_visit_stands_and_writes_nothing() -> None:
    visitor = Visitor().start()
    before = everything()
    assert visitor.client.get(visitor.at()).headers["Location"] == visitor.at("quiz", "raise")
    assert everything() == before

    visitor.answer()
    assert visitor.client.get(visitor.at()).headers["Location"] == visitor.at("result")


def test_answers_of_a_visit_are_for_its_visitor_alone() -> None:
    visitor = Visitor().start()
    for address in (visitor.at(), visitor.at("quiz", "raise"), visitor.at("offer")):
        assert "private" in visitor.client.get(address).headers["Cache-Control"], address


def test_front_door_leads_to_the_default_funnel_with_its_campaign() -> None:
    visitor = Visitor()
    response = visitor.client.get("/?utm_source=card&utm_medium=print")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/f/{visitor.slug}/?utm_source=card&utm_medium=print",
    )


def test_front_door_lists_funnels_where_none_is_the_default() -> None:
    make_publication(make_document())
    make_publication(make_document(slug="second", name="Second"))
    html = " ".join(Client().get("/").content.decode().split())
    assert re.findall(r'class="door" href="([^"]+)"', html) == ["/f/second/", "/f/rates/"]


def test_front_door_without_a_funnel_is_friendly(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing is open here yet" in response.content.decode()


@either
def test_visit_stays_on_the_version_it_began_while_another_goes_live(has_script: bool) -> None:
    early = Visitor(has_script=has_script).start()
    funnel = early.publication.funnel
    Choice.objects.filter(key="a", question__key="rate").update(text="Never raised it")
    newer = publish(funnel=funnel, now=NOW, by=None)
    late = Visitor(newer, has_script=has_script).start()

    stored = Answer.objects.filter(visit=early.mine).values_list("question_key", "values")
    assert list(stored) == [("rate", ["a"])]
    assert early.mine.publication_id == early.publication.pk != late.mine.publication_id
    old = early.look(early.address.replace("raise", "rate")).html
    new = late.look(late.address.replace("raise", "rate")).html
    assert "It stayed: für immer" in old
    assert "Never raised it" not in old
    assert "Never raised it" in new
    early.go_on_to("offer")
    assert early.mine.publication_id == early.publication.pk


@either
def test_shortcut_to_the_offer_keeps_what_was_ticked(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).finish_quiz().go_on_to("checklist")
    visitor.press(act="offer", tick=["one"])

    assert visitor.screen == "offer"
    kept = visitor.visit.downloads.values_list("step_key", "ticks")
    assert list(kept) == [("list", ["one"])]


def test_client_without_a_name_is_taken_for_a_robot() -> None:
    publication = make_publication(ladder_document())
    Client(HTTP_USER_AGENT="").post(f"/f/{publication.funnel.slug}/", {"choice": "a"})
    Client(HTTP_USER_AGENT=PHONE).post(f"/f/{publication.funnel.slug}/", {"choice": "a"})
    assert list(Visit.objects.order_by("pk").values_list("is_suspected_bot", "device")) == [
        (True, "desktop"),
        (False, "phone"),
    ]
