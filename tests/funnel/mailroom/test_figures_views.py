from __future__ import annotations

import pytest
from django.test import Client

from nurture.sending.batch import send_batch
from tests.leads.factories import NOW, make_staff
from tests.nurture.factories import Clock, make_enrollment, make_version
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["", "?days=30", "?days=90", "?days=", "?days=never"])
def test_figures_of_a_series_are_shown_for_any_period(admin_client: Client, query: str) -> None:
    place = make_enrollment()
    send_batch(dispatch(NOW), clock=Clock())
    answer = admin_client.get(f"/admin/mail/series/{place.sequence_id}/{query}")
    assert answer.status_code == 200


def test_figures_say_what_their_words_mean(admin_client: Client) -> None:
    place = make_enrollment()
    send_batch(dispatch(NOW), clock=Clock())
    page = admin_client.get(f"/admin/mail/series/{place.sequence_id}/?days=").content.decode()
    assert "What these words mean" in page
    assert "of 1" in page
    assert "not told" in page


def test_figures_of_a_series_nobody_came_on(admin_client: Client) -> None:
    version = make_version()
    page = admin_client.get(f"/admin/mail/series/{version.sequence_id}/").content.decode()
    assert "Nobody came on this series in this time" in page


def test_figures_are_for_who_may_see_series(client: Client) -> None:
    client.force_login(make_staff(), backend="django.contrib.auth.backends.ModelBackend")
    version = make_version()
    assert client.get(f"/admin/mail/series/{version.sequence_id}/").status_code == 403
