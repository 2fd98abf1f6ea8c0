"""A logo and a picture for a funnel, chosen in the admin and live with the next publishing."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel
from funnel.publishing import publish
from tests.funnel.admin.conftest import NOW, login, marketer, money_habits
from tests.funnel.admin.form_data import Data, form_data
from tests.funnel.admin.test_share import picture
from tests.leads.factories import make_business

pytestmark = pytest.mark.django_db

__all__ = ["login", "marketer", "money_habits"]


@pytest.fixture
def page(money_habits: Funnel) -> str:
    return reverse("admin:funnel_funnel_change", args=[money_habits.pk])


def sent(client: Client, page: str, **own: object) -> Data:
    return {**form_data(client.get(page)), **own}


def test_logo_and_picture_are_kept_and_reach_the_first_screen(
    money_habits: Funnel, page: str, marketer: Client, client: Client
) -> None:
    make_business(name="Ledger & Leaf")
    data = sent(marketer, page, picture_alt="Mara, smiling")
    data |= {"logo": picture(640, 140), "picture": picture(1600, 1200, "jpeg")}
    assert marketer.post(page, data).status_code == 302
    theme = Funnel.objects.get(pk=money_habits.pk).theme
    assert theme.logo is not None
    assert theme.picture is not None
    assert (theme.logo.width, theme.picture.width) == (640, 1600)
    # A logo that nobody described stands for the name.
    assert (theme.logo_alt, theme.picture_alt) == ("Ledger & Leaf", "Mara, smiling")

    money_habits.refresh_from_db()
    publish(funnel=money_habits, now=NOW, by=None)
    first = html.unescape(client.get("/f/money-habits/").content.decode())
    assert 'alt="Ledger & Leaf"' in first
    assert 'alt="Mara, smiling"' in first
    assert 'width="640"' in first
    light = theme.picture.small
    assert light is not None
    assert str(light.file.name) in first


def test_pictures_stay_with_the_next_save_and_go_when_asked(
    money_habits: Funnel, page: str, marketer: Client
) -> None:
    data = sent(marketer, page, logo=picture(640, 140), logo_alt="Our name")
    marketer.post(page, data)
    marketer.post(page, sent(marketer, page))
    theme = Funnel.objects.get(pk=money_habits.pk).theme
    assert (theme.logo is None, theme.logo_alt) == (False, "Our name")

    marketer.post(page, sent(marketer, page, logo_gone="on"))
    theme = Funnel.objects.get(pk=money_habits.pk).theme
    assert (theme.logo, theme.logo_alt) == (None, "")


def test_a_picture_without_words_is_asked_for_them(
    money_habits: Funnel, page: str, marketer: Client
) -> None:
    refused = marketer.post(page, sent(marketer, page, picture=picture(1600, 1200)))
    assert "Say what the picture shows" in refused.content.decode()
    assert Funnel.objects.get(pk=money_habits.pk).theme.picture is None
