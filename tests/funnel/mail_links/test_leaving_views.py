"""Links of a mail's text: they say where they lead, count a person, and lead nowhere else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from leads.models import Activity
from nurture.models import MailLink
from nurture.writing.rendering import render_delivery
from tests.funnel.journey.stored import everything
from tests.funnel.mail_links.test_answer_views import HAND, address, browser, sent
from tests.leads.factories import make_business
from tests.nurture.writing.kinds import asking, series_mail

pytestmark = pytest.mark.django_db

URL = "https://example.net/friday?a=1&b=2"
BODY = (
    f"[one]({URL}) [again]({URL}) [two](http://example.org/) [mail](mailto:a@example.org) "
    "[own](http://127.0.0.1:8000/my-data/) [bad](javascript:alert(1))"
)


def test_counted_links_are_rows_and_the_mail_holds_only_tokens() -> None:
    make_business()
    delivery = series_mail(asking("result", "Look", body=BODY), counts_links=True)
    rendered = render_delivery(delivery)
    links = dict(MailLink.objects.filter(target__startswith="link:").values_list("target", "url"))
    assert links == {"link:1": URL, "link:2": "http://example.org/"}
    for part in (rendered.html, rendered.text):
        assert "example.net" not in part
        assert "http://127.0.0.1:8000/my-data/" in part
    first = MailLink.objects.get(target="link:1")
    assert rendered.html.count(f"/e/{first.token}/") == 2
    assert render_delivery(delivery) == rendered
    assert first.url == URL


def test_links_stay_direct_where_they_are_not_counted() -> None:
    rendered = render_delivery(series_mail(asking("result", "Look", body=BODY)))
    assert 'href="https://example.net/friday?a=1&amp;b=2"' in rendered.html
    assert not MailLink.objects.filter(target__startswith="link:").exists()


def test_looking_says_where_it_leads_and_the_press_counts_once() -> None:
    delivery = sent(series_mail(asking("result", "Look", body=BODY), counts_links=True))
    where = address(delivery, "link:1")
    before = everything()
    page = browser().get(f"{where}?url=https://evil.example/&next=//evil.example")
    assert page.status_code == browser().head(where).status_code == 200
    text = page.content.decode()
    assert "https://example.net/friday?a=1&amp;b=2" in text
    assert re.search(r'<bdi class="host">example\.net</bdi>', text)
    assert "evil" not in text
    assert "form-action 'self' https: http:" in page.headers["Content-Security-Policy"]
    assert everything() == before
    for _ in range(2):
        answer = browser().post(
            f"{where}?url=https://evil.example/", {"url": "https://evil.example/"}, headers=HAND
        )
        assert (answer.status_code, answer.headers["Location"]) == (303, URL)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert Activity.objects.filter(kind="mail_click").count() == 1


def test_a_scanner_is_not_let_through_and_not_counted() -> None:
    delivery = sent(series_mail(asking("result", "Look", body=BODY), counts_links=True))
    answer = Client(HTTP_USER_AGENT="curl/8.5.0").post(address(delivery, "link:1"))
    assert answer.status_code == 200
    assert "One more press, please" in answer.content.decode()
    assert Activity.objects.count() == 0
    assert MailLink.objects.get(target="link:1").machine_presses == 1


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "//evil.example", "https://", "/x"])
def test_a_row_that_leads_nowhere_is_missing(url: str) -> None:
    delivery = sent(series_mail(asking("result", "Look", body=BODY), counts_links=True))
    MailLink.objects.filter(target="link:1").update(url=url)
    where = address(delivery, "link:1")
    assert browser().get(where).status_code == browser().post(where).status_code == 404
