from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from funnel.home.readying import is_ready, readyings
from leads.models import Business

FULL = {
    "name": "Ledger & Lark",
    "sender_name": "Kim",
    "sender_email": "kim@ledger-lark.de",
    "postal_address": "Street 1",
    "privacy_url": "https://ledger-lark.de/privacy",
    "imprint_text": "Kim Lark",
}


@pytest.fixture
def on_the_web(settings: Settings) -> None:
    settings.SITE_URL, settings.IS_HTTPS = "https://quiz.ledger-lark.de", True
    settings.EMAIL_URL = "submission://kim:word@mail.ledger-lark.de:587"


@pytest.mark.usefixtures("on_the_web")
def test_everything_is_ready_on_the_web_with_a_business() -> None:
    business = Business(**FULL)

    assert is_ready(business)
    assert {each.cure for each in readyings(business)} == {""}


def test_what_is_not_ready_says_its_cure(settings: Settings) -> None:
    settings.SITE_URL, settings.IS_HTTPS, settings.EMAIL_URL = "http://127.0.0.1:8000", False, ""

    found = readyings(None)
    assert [each.name for each in found] == ["business", "domain", "https", "mail", "sender"]
    assert not any(each.is_ready for each in found)
    assert all(each.said and each.cure for each in found)


@pytest.mark.usefixtures("on_the_web")
@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"postal_address": " "}, "your postal address"),
        ({"privacy_url": ""}, "your privacy page or text"),
        ({"imprint_text": ""}, "your imprint page or text"),
        ({"is_demo": True}, "your business"),
    ],
)
def test_a_business_says_what_it_lacks(change: dict[str, str | bool], lacking: str) -> None:
    first = readyings(Business(**{**FULL, **change}))[0]

    assert (first.is_ready, first.said) == (False, f"Still missing: {lacking}.")


@pytest.mark.usefixtures("on_the_web")
@pytest.mark.parametrize(
    "address",
    ["", "kim@example.com", "kim@localhost", "kim@host.localdomain", "kim@shop.test", "kim"],
)
def test_a_sender_that_does_not_exist_is_no_sender(address: str) -> None:
    assert not is_ready(Business(**{**FULL, "sender_email": address}))


@pytest.mark.usefixtures("on_the_web")
def test_the_password_of_the_mail_server_is_nowhere_on_the_page() -> None:
    assert "word" not in " ".join(each.said for each in readyings(Business(**FULL)))


@pytest.mark.django_db
def test_readyings_ask_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        readyings(Business(**FULL))
