from __future__ import annotations

import pytest

from nurture.models import Delivery, MailLink
from nurture.privacy import export_lead
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def test_export_says_where_links_lead_and_which_of_them_programs_pressed() -> None:
    place = make_enrollment()
    dispatch(NOW)
    delivery = Delivery.objects.get()
    Delivery.objects.update(subject="Mail one")
    rows = [
        ("result", "", NOW, 0, ""),
        ("link:1", "https://example.net/friday", NOW, 2, "HEAD"),
        ("preferences", "", None, 1, "HEAD"),
        ("unsubscribe", "", None, 0, ""),
    ]
    for number, (target, url, at, times, why) in enumerate(rows):
        MailLink.objects.create(
            delivery=delivery,
            target=target,
            url=url,
            token=f"{number:022}",
            pressed_at=at,
            machine_presses=times,
            machine_reason=why,
        )
    told = export_lead([place.lead_id])
    assert told["links_followed"] == [
        {"mail": "Mail one", "at": NOW, "to": "result"},
        {"mail": "Mail one", "at": NOW, "to": "https://example.net/friday"},
    ]
    assert told["pressed_by_programs"] == [
        {"mail": "Mail one", "to": "https://example.net/friday", "why": "HEAD", "times": 2},
        {"mail": "Mail one", "to": "preferences", "why": "HEAD", "times": 1},
    ]
