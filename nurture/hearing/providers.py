"""Ears for Anymail: what its verified webhooks say goes to the events and the replies.

The roof's room of mail hooks imports it, which is where such messages arrive.
"""

from __future__ import annotations

from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, inbound, tracking
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import salted_hmac

from nurture.hearing.arriving import take_mail
from nurture.hearing.events import take_event
from nurture.hearing.told import read_event
from nurture.models import Reply


@receiver(tracking, dispatch_uid="nurture.hearing")
def hear_event(event: AnymailTrackingEvent, esp_name: str, **_more: object) -> None:
    now = timezone.now()
    told = read_event(event, provider=esp_name, now=now)
    if told is not None:
        take_event(event=told, now=now)


@receiver(inbound, dispatch_uid="nurture.hearing")
def hear_reply(event: AnymailInboundEvent, esp_name: str, **_more: object) -> None:
    message = event.message
    if message is None:
        return
    text = f"{esp_name}\n{event.event_id}\n{message.get('Message-ID', '')}"
    key = f"webhook:{salted_hmac('nurture.inbound', text).hexdigest()}"
    take_mail(message=message, way=Reply.Way.WEBHOOK, key=key, now=timezone.now())
