"""A scanner with a browser: runs scripts, waits on every page, and changes nothing."""

from __future__ import annotations

import pytest
from django.db.models import Model

from funnel.models import Conversion, DataLink, Download, StepView
from leads.models import Activity, Consent, EmailAddress, Suppression
from nurture.models import Enrollment, MailLink
from tests.conftest import OpenPage
from tests.funnel.mail_links.test_scanning import links_of, mails_of
from tests.funnel.privacy.people import TRACES, make_person

pytestmark = pytest.mark.browser

# Longer than any clock of ours takes to say that something was seen.
WAITS = 2_500
WATCHED: tuple[type[Model], ...] = (
    *(Activity, Consent, Suppression, StepView, Conversion, Download),
    *(DataLink, EmailAddress, Enrollment, MailLink),
)


def watched() -> dict[str, list[tuple[object, ...]]]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in WATCHED
    }


def test_a_browser_that_opens_every_link_changes_nothing(
    live_site: str, open_page: OpenPage
) -> None:
    links = sorted(links_of(mails_of(make_person())))
    assert all(link.startswith(live_site) for link in links)
    before = watched()
    page = open_page(width=1280)
    for link in links:
        page.goto(link)
        page.wait_for_timeout(WAITS)
        text = page.content().lower()
        assert [trace for trace in TRACES if trace in text] == [], link
    assert watched() == before
