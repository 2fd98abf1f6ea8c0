"""Who may read the numbers, and what a marketer reads there."""

from __future__ import annotations

from random import Random

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.test import Client

from funnel.models import LandingCount, StepView
from tests.funnel.journey.documents import document_of, offer, question, quiz_step
from tests.funnel.journey.walking import BEGIN, begin, funnel_row, put_live

pytestmark = pytest.mark.django_db
DOCUMENT = document_of([quiz_step("quiz", question("q1"), question("q2")), offer()])


@pytest.fixture
def marketer(client: Client) -> Client:
    user = User.objects.create_user("marketer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_publication"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_strangers_are_asked_to_log_in(client: Client) -> None:
    answer = client.get("/admin/numbers/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/numbers/")


def test_staff_without_the_permission_are_refused(client: Client) -> None:
    user = User.objects.create_user("other", is_staff=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert [client.get(f"/admin/numbers/{end}").status_code for end in ("", "1/")] == [403, 403]


def test_the_list_names_every_funnel(marketer: Client) -> None:
    funnel_row("draft")
    begin(put_live(funnel_row("live"), DOCUMENT), Random(3), at=BEGIN, key="one")
    page = marketer.get("/admin/numbers/").content.decode()
    assert page.count("not live yet") == 1
    assert page.count("No visitors yet") == 1
    assert "of 1, too few to say" in page


def test_a_funnel_without_visitors_says_what_to_do(marketer: Client) -> None:
    funnel = put_live(funnel_row(), DOCUMENT).funnel
    page = marketer.get(f"/admin/numbers/{funnel.pk}/").content.decode()
    assert "No visitors yet" in page
    assert f"{settings.SITE_URL}/f/random/" in page
    assert "numbers-chart" not in page


def test_a_report_has_its_chart_and_its_tables(marketer: Client) -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    LandingCount.objects.create(publication=publication, day_on=BEGIN.date(), views=30)
    page = marketer.get(f"/admin/numbers/{publication.funnel_id}/").content.decode()
    assert page.count('role="img"') == 2
    assert page.count("<table>") == 3
    assert "Question q1" in page
    assert " style=" not in page[page.index('class="numbers"') :].split("</figure>")[0]


def test_a_choice_that_does_not_exist_counts_as_open(marketer: Client) -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    LandingCount.objects.create(publication=publication, day_on=BEGIN.date(), views=30)
    odd = {"version": "x", "source": "nowhere", "days": "-1"}
    answer = marketer.get(f"/admin/numbers/{publication.funnel_id}/", odd)
    assert answer.status_code == 200
    assert answer.context["report"].totals.views == 30


def test_nobody_in_a_selection_offers_the_way_back(marketer: Client) -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    LandingCount.objects.create(publication=publication, day_on=BEGIN.date(), views=30)
    page = marketer.get(f"/admin/numbers/{publication.funnel_id}/", {"days": "7"}).content.decode()
    assert "Nobody in this selection" in page


def test_an_unknown_funnel_is_not_found(marketer: Client) -> None:
    assert marketer.get("/admin/numbers/999/").status_code == 404


def test_a_report_writes_numbers_as_the_language_does(marketer: Client) -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    LandingCount.objects.create(publication=publication, day_on=BEGIN.date(), views=12_345)
    url = f"/admin/numbers/{publication.funnel_id}/"
    for language, number in (("en", "12,345"), ("de", "12.345")):
        page = marketer.get(url, headers={"Accept-Language": language}).content.decode()
        assert page.count(number) >= 4
        assert "12345" not in page


def test_a_former_screen_keeps_its_key_behind_details(marketer: Client) -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    begin(publication, Random(3), at=BEGIN, key="one")
    StepView.objects.filter(question_key="").update(step_key="gone")
    page = marketer.get(f"/admin/numbers/{publication.funnel_id}/").content.decode()
    words = " ".join(page.split())
    assert (
        "Step of an earlier version <details> <summary>Details</summary> gone </details>" in words
    )
