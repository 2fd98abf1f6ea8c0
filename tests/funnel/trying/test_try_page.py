"""The Try page: a link for a day, a code for the phone, what is missing, and one click."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from funnel.models import Funnel, Publication, Visit
from funnel.trying.tokens import is_mark, read_pass
from leads.capture import capture_lead
from tests.funnel.admin.conftest import Login, login, marketer, salesperson  # noqa: F401
from tests.funnel.factories import NOW, make_funnel, make_publication
from tests.funnel.journey.visitor import ladder_document
from tests.funnel.row_counts import rows
from tests.funnel.trying.trials import ADDRESS, land, token_for, walk

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Funnel:
    return make_funnel(ladder_document())


def page_of(funnel: Funnel) -> str:
    return reverse("studio:try", args=[funnel.pk])


def read(answer: Answer) -> str:
    return html.unescape(answer.content.decode())


def token_in(answer: Answer) -> str:
    return unquote(str(answer["Location"]).partition("?try=")[2].partition("#")[0])


def test_page_offers_the_draft_and_the_own_address(draft: Funnel, marketer: Client) -> None:  # noqa: F811
    User.objects.update(email="mara@example.com")
    before = rows()
    text = read(marketer.get(page_of(draft)))
    for words in ('value="mara@example.com"', "What will arrive", "None yet.", "[Try]"):
        assert words in text
    assert rows() == before


def test_a_press_makes_a_link_to_the_draft_once(draft: Funnel, marketer: Client) -> None:  # noqa: F811
    sent = {"what": "draft", "address": ADDRESS, "way": "tab"}
    answers = [marketer.post(page_of(draft), sent) for _ in range(2)]
    [trial] = Publication.objects.filter(is_trial=True)
    for answer in answers:
        assert answer.status_code == 302
        allowed = read_pass(token_in(answer))
        assert allowed is not None
        assert (allowed.funnel_id, allowed.publication_id) == (draft.pk, trial.pk)
        assert answer["Location"].startswith(f"/f/{draft.slug}/?try=")
    draft.refresh_from_db()
    assert (draft.publication_id, trial.number) == (None, 0)


def test_the_phone_gets_a_code(draft: Funnel, marketer: Client, settings: Settings) -> None:  # noqa: F811
    settings.SITE_URL = "https://quiz.example.com"
    sent = {"what": "draft", "address": ADDRESS, "way": "phone"}
    answer = marketer.post(page_of(draft), sent, follow=True)
    assert "Scan this with your phone" in read(answer)
    assert "https://quiz.example.com" in read(answer)
    code = reverse("studio:try_code", args=[draft.pk])
    token = read(answer).partition("?try=")[2].partition('"')[0]
    picture = marketer.get(f"{code}?try={token}")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert marketer.get(f"{code}?try=forged").status_code == 404


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"what": "draft", "address": "mara"}, "Please write an e-mail address"),
        ({"what": "draft", "address": ""}, "This field is required."),
        ({"what": "live", "address": ADDRESS}, "Nothing is live yet. Try the draft."),
        ({"what": "draft", "address": "real@example.com"}, "This address belongs to a lead."),
    ],
)
def test_what_cannot_be_tried_is_said_and_nothing_is_stored(
    draft: Funnel,
    marketer: Client,  # noqa: F811
    sent: dict[str, str],
    words: str,
) -> None:
    capture_lead(address="real@example.com", first_name="Real", now=NOW)
    before = rows()
    answer = marketer.post(page_of(draft), sent)
    assert (answer.status_code, rows()) == (422, before)
    assert words in read(answer)


def test_an_unfinished_draft_says_what_is_missing_where(draft: Funnel, marketer: Client) -> None:  # noqa: F811
    draft.steps.all().delete()
    answer = marketer.post(page_of(draft), {"what": "draft", "address": ADDRESS})
    assert answer.status_code == 422
    assert "The draft cannot be shown yet" in read(answer)
    assert "This funnel has no steps yet." in read(answer)
    assert Publication.objects.count() == 0


def test_one_click_deletes_and_says_how_many(marketer: Client) -> None:  # noqa: F811
    live = make_publication(ladder_document())
    walk(land(live, token_for(live)))
    text = read(marketer.get(page_of(live.funnel)))
    assert ADDRESS in text
    forget = reverse("studio:try_forget", args=[live.funnel_id])
    assert "1 trial is deleted, with its mails." in read(marketer.post(forget, follow=True))
    assert Visit.objects.count() == 0
    assert "There was no trial to delete." in read(marketer.post(forget, follow=True))
    assert marketer.get(forget).status_code == 405


def test_only_who_may_change_funnels_tries_them(draft: Funnel, salesperson: Client) -> None:  # noqa: F811
    for name in ("try", "try_code", "try_forget"):
        assert salesperson.post(reverse(f"studio:{name}", args=[draft.pk])).status_code in (
            403,
            405,
        )


def test_a_browser_of_staff_gets_its_mark(salesperson: Client, client: Client) -> None:  # noqa: F811
    address = reverse("own_browser")
    answer = salesperson.get(address)
    assert is_mark(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert client.get(address).status_code == 302
