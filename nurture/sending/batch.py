"""Sends a batch of deliveries, one after the other, over one connection.

The task send_deliveries calls it with ids. Each mail is claimed, rendered, handed over and
settled on its own, so running it twice, or two of it at once, sends once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives

from nurture.models import Delivery
from nurture.privacy import forget_copy, is_erased
from nurture.sending.claiming import claim
from nurture.sending.handover import hand_over
from nurture.sending.refusals import RefusedError
from nurture.sending.settling import accept, give_up, refuse
from nurture.sending.transport import Transport, transport
from nurture.writing.composing import compose, message_id_of
from nurture.writing.rendering import render_delivery

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def send_batch(ids: Iterable[int], *, clock: Clock, pace: timedelta | None = None) -> int:
    """How many the mail server took. Ids that are not due, or held by others, are passed over.

    Without a connection the batch ends at once: the rest stays planned and is rung again.
    """
    sent = 0
    with transport() as server:
        for delivery_id in ids:
            delivery = claim(delivery_id=delivery_id, now=clock())
            if delivery is None:
                continue
            message = _prepared(delivery, clock=clock, pace=pace)
            if message is None:
                continue
            if not _is_reachable(server, delivery, clock=clock, pace=pace):
                break
            sent += _send(server, delivery, message, clock=clock, pace=pace)
    return sent


def _prepared(
    delivery: Delivery, *, clock: Clock, pace: timedelta | None
) -> EmailMultiAlternatives | None:
    """The message, or None where its text cannot be made: that one mail is put on hold."""
    now = clock()
    try:
        message = compose(delivery, render_delivery(delivery), now=now)
        # Builds every header and both parts, so a fault in them shows before anything is sent.
        message.message()
    except Exception as error:  # noqa: BLE001  # one bad mail stops itself, never the batch
        is_header = isinstance(error, ValueError) and type(error).__name__ == "BadHeaderError"
        state = Delivery.State.FAILED if is_header else Delivery.State.PARKED
        give_up(delivery=delivery, state=state, error=_named(error), now=now, pace=pace)
        return None
    return message


def _is_reachable(
    server: Transport, delivery: Delivery, *, clock: Clock, pace: timedelta | None
) -> bool:
    """Connects before anything is handed over: so a server that is down costs no doubt."""
    try:
        server.open()
    except RefusedError as refusal:
        refuse(delivery=delivery, refusal=refusal, now=clock(), pace=pace)
        return False
    return True


def _send(
    server: Transport,
    delivery: Delivery,
    message: EmailMultiAlternatives,
    *,
    clock: Clock,
    pace: timedelta | None,
) -> bool:
    message_id = message_id_of(delivery)
    if not hand_over(
        delivery=delivery,
        message_id=message_id,
        subject=str(message.subject),
        now=clock(),
        pace=pace,
    ):
        return False
    try:
        server.send(message)
    except RefusedError as refusal:
        verdict = refuse(delivery=delivery, refusal=refusal, now=clock(), pace=pace)
        logger.info("Delivery %s: %s (%s)", delivery.pk, verdict.value, refusal)
        return False
    if accept(delivery=delivery, now=clock(), pace=pace):
        return True
    if is_erased(delivery):
        forget_copy(message_id)
    return False


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
