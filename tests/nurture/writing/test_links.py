from __future__ import annotations

from datetime import timedelta

import pytest

from leads.models import Activity
from nurture.models import Delivery, MailLink
from nurture.writing.links import address_of, find, make_links, press
from tests.leads.factories import NOW
from tests.nurture.factories import make_requested

pytestmark = pytest.mark.django_db


def made(*targets: str) -> list[MailLink]:
    delivery = make_requested()
    Delivery.objects.update(subject="Your checklist")
    delivery.refresh_from_db()
    make_links(delivery=delivery, targets=targets)
    return list(MailLink.objects.select_related("delivery__lead").order_by("pk"))


def test_make_links_gives_each_target_one_short_address() -> None:
    [link] = made("result", "result")

    assert len(link.token) == 22
    assert address_of(link).endswith(f"/e/{link.token}/")


def test_find_knows_tokens_only() -> None:
    [link] = made("result")

    assert find(link.token) == link
    assert [
        find(text) for text in ("", "x" * 22, link.token + "\n", link.token[:-1], "é" * 22)
    ] == [None] * 5


def test_press_counts_the_first_act_only() -> None:
    [link] = made("result")

    assert [press(link=link, now=NOW), press(link=link, now=NOW + timedelta(1))] == [True, False]
    assert MailLink.objects.get().pressed_at == NOW
    act = Activity.objects.get()
    assert (act.kind, act.points_key, act.label, act.visit_id) == (
        "mail_click",
        "mail_click",
        "Came back from the mail: Your checklist",
        7,
    )


def test_press_of_two_links_in_one_mail_is_about_one_subject() -> None:
    for link in made("result", "offer"):
        press(link=link, now=NOW)

    assert len(set(Activity.objects.values_list("subject", flat=True))) == 1
