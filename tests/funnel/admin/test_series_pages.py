from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.admin.state import complaints
from funnel.checking.laws import check_document
from funnel.ladder import add_step, remove_steps
from funnel.models import Funnel, Step
from funnel.publishing.compile import compile_funnel
from nurture.models import Sequence
from tests.funnel.admin.form_data import form_data
from tests.funnel.factories import make_funnel
from tests.funnel.journey.series_document import series_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel() -> Funnel:
    return make_funnel(series_document())


def change(name: str, pk: int) -> str:
    return reverse(f"admin:{name}_change", args=[pk])


def pages_of(funnel: Funnel) -> tuple[Step, str, str]:
    """The step, the page with its words, the page with its mails."""
    step = funnel.steps.get(kind="series")
    assert step.magnet_id is not None
    assert step.sequence_id is not None
    return (
        step,
        change("leads_leadmagnet", step.magnet_id),
        change("nurture_sequence", step.sequence_id),
    )


def test_ladder_leads_to_words_and_mails_and_they_to_each_other(
    funnel: Funnel, marketer: Client
) -> None:
    _step, words, mails = pages_of(funnel)
    home = change("funnel_funnel", funnel.pk)

    def links(page: str) -> str:
        return marketer.get(page).content.decode()

    assert f'href="{words}"' in links(home)
    assert f'href="{mails}"' in links(home)
    assert "Its 3 mails" in links(home)
    assert f'href="{mails}"' in links(words)
    assert f'href="{words}"' in links(mails)
    assert f'href="{home}"' in links(mails)


def test_mails_are_listed_as_asked_for(funnel: Funnel, marketer: Client) -> None:
    page = marketer.get(reverse("admin:nurture_sequence_changelist")).content.decode()
    assert "Asked for on the ladder" in page
    assert "Everybody else" in page
    assert page.count(funnel.name) >= 2


def test_mails_of_a_step_keep_who_may_get_them(funnel: Funnel, marketer: Client) -> None:
    _step, _words, mails = pages_of(funnel)
    data = form_data(marketer.get(mails))
    assert "purpose" not in data
    response = marketer.post(mails, {**data, "purpose": "marketing", "name": "Three fixes"})
    assert response.status_code == 302
    series = Sequence.objects.get(key="fixes")
    assert (series.name, series.purpose, series.messages.count()) == ("Three fixes", "series", 3)


def test_words_are_saved_just_as_they_were(funnel: Funnel, marketer: Client) -> None:
    step, words, _mails = pages_of(funnel)
    before = vars(step.magnet)
    response = marketer.post(words, form_data(marketer.get(words)))
    assert response.status_code == 302
    step.refresh_from_db()
    after = vars(step.magnet)
    assert {k: v for k, v in after.items() if k != "_state"} == {
        k: v for k, v in before.items() if k != "_state"
    }


def test_fault_of_a_mail_leads_to_the_page_that_writes_it(funnel: Funnel) -> None:
    _step, _words, mails = pages_of(funnel)
    series = Sequence.objects.get(key="fixes")
    series.messages.exclude(key="one").delete()
    [complaint] = complaints(funnel, tuple(check_document(compile_funnel(funnel))))
    assert (complaint.spot.url, complaint.spot.words) == (
        mails,
        "Mails: Three quiet fixes: the mails",
    )


def test_new_step_brings_a_series_to_write_and_takes_it_along(funnel: Funnel) -> None:
    step = add_step(funnel=funnel, kind=Step.Kind.SERIES, title="More")
    assert step.sequence is not None
    assert (step.sequence.purpose, step.sequence.messages.count()) == ("series", 1)
    remove_steps(steps=[step])
    assert not Sequence.objects.filter(name="More").exists()
