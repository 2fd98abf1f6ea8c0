"""Who is asking, privacy and imprint: on every page, whichever way it was reached."""

from __future__ import annotations

import pytest
from django.test import Client

from leads.models import Business
from tests.funnel.journey.visitor import Visitor, walk
from tests.leads.factories import make_business

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])


@either
def test_every_page_says_who_asks_and_has_privacy_and_imprint(has_script: bool) -> None:
    make_business()
    Business.objects.update(person="Lena Lark", role="bookkeeper")
    Business.objects.get().save()
    visitor = Visitor(has_script=has_script)
    walk(visitor)
    addresses = [
        *("/", "/privacy/", "/imprint/", "/f/nothing/", f"/f/{visitor.slug}/"),
        *(visitor.at("quiz", "rate"), visitor.at("result"), visitor.at("mood")),
        *(visitor.at(key) for key in ("list", "guide", "video", "thought", "address", "offer")),
    ]
    for address in addresses:
        html = visitor.client.get(address, follow=True).content.decode()
        foot = " ".join(html.partition('<footer class="foot">')[2].split())
        assert "Lena Lark, bookkeeper at Ledger &amp; Lark" in foot, address
        assert '<a href="/privacy/">Privacy</a> <a href="/imprint/">Imprint</a>' in foot, address


@pytest.mark.parametrize(("path", "field"), [("privacy", "privacy"), ("imprint", "imprint")])
def test_legal_page_shows_own_words_or_leads_to_the_own_page(
    client: Client, path: str, field: str
) -> None:
    business = make_business()
    assert "has not written this page yet" in client.get(f"/{path}/").content.decode()

    setattr(business, f"{field}_text", "We keep **little**.")
    business.save()
    assert "We keep <strong>little</strong>." in client.get(f"/{path}/").content.decode()

    setattr(business, f"{field}_url", "https://example.com/legal")
    business.save()
    response = client.get(f"/{path}/")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "https://example.com/legal",
    )
