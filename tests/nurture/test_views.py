from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from nurture.models import OutboxMail
from nurture.sending.batch import send_batch
from tests.nurture.factories import Clock, make_content, make_requested

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings: Settings) -> OutboxMail:
    settings.IS_EMBEDDED, settings.EMAIL_URL = True, ""
    settings.EMAIL_BACKEND = "nurture.sending.outbox.OutboxBackend"
    delivery = make_requested(content=make_content(body="A <b>raw</b> tag", subject="<i>Hi</i>"))
    send_batch([delivery.pk], clock=Clock())
    return OutboxMail.objects.get()


def test_outbox_shows_the_list_beside_the_newest_mail(client: Client, kept: OutboxMail) -> None:
    page = client.get("/outbox/").content.decode()

    assert page.count("&lt;i&gt;Hi&lt;/i&gt;") == 2
    assert "One page, three minutes." in page
    assert f'src="/outbox/{kept.pk}/html/"' in page
    assert "allow-scripts" not in page


def test_outbox_reads_from_right_to_left(client: Client, kept: OutboxMail) -> None:
    for wanted, html in (
        ("ar", '<html lang="ar" dir="rtl">'),
        ("", '<html lang="en" dir="ltr">'),
    ):
        page = client.get("/outbox/", headers={"Accept-Language": wanted}).content.decode()
        assert html in " ".join(page.split())


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("text", "Open the checklist:"),
        ("headers", "List-Unsubscribe-Post"),
        ("html", "<iframe"),
        ("nonsense", "<iframe"),
    ],
)
def test_outbox_mail_shows_each_part(
    client: Client, kept: OutboxMail, part: str, shown: str
) -> None:
    response = client.get(f"/outbox/{kept.pk}/", {"part": part})

    assert shown in response.content.decode()
    assert response.headers["X-Frame-Options"] == "DENY"


def test_outbox_html_is_shut_in(client: Client, kept: OutboxMail) -> None:
    response = client.get(f"/outbox/{kept.pk}/html/")

    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "'self' data:",
        "frame-ancestors": "'self'",
        "form-action": "'none'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox"
        " allow-top-navigation-by-user-activation",
    }
    assert '<base target="_top">' in response.content.decode()


def test_outbox_without_mail_says_what_to_do(client: Client, settings: Settings) -> None:
    settings.IS_EMBEDDED, settings.EMAIL_URL = True, ""

    assert "No mail yet" in client.get("/outbox/").content.decode()


@pytest.mark.parametrize(
    ("embedded", "email_url"), [(False, ""), (True, "smtp://localhost:25"), (False, "smtp://x:25")]
)
@pytest.mark.parametrize("path", ["/outbox/", "/outbox/{pk}/", "/outbox/{pk}/html/"])
def test_outbox_is_absent_where_mails_go_out(
    client: Client, kept: OutboxMail, settings: Settings, path: str, embedded: bool, email_url: str
) -> None:
    settings.IS_EMBEDDED, settings.EMAIL_URL = embedded, email_url

    assert client.get(path.format(pk=kept.pk)).status_code == 404


def test_outbox_mail_that_is_not_there_is_a_404(client: Client, kept: OutboxMail) -> None:
    assert client.get("/outbox/999999/").status_code == 404
