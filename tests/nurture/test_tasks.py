from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import Settings

from nurture import bell
from nurture.models import Delivery
from nurture.tasks import dispatch_due, reap_leases, send_requested
from tests.nurture.factories import make_requested
from tests.services.mail import MailServer

pytestmark = pytest.mark.django_db


def test_tasks_carry_a_mail_to_the_server(
    smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    rung: list[list[int]] = []
    monkeypatch.setattr(bell, "ring_requested", rung.append)
    delivery = make_requested(now=timezone.now())

    dispatch_due()
    send_requested(rung[0])
    reap_leases()

    assert rung == [[delivery.pk]]
    assert len(smtp_server.messages) == 1
    assert Delivery.objects.get().state == Delivery.State.ACCEPTED
