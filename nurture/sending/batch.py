"""Sends a batch of deliveries, one after the other, over one connection.

The tasks send_deliveries and send_requested call it with ids. Each mail is claimed, rendered,
handed over and settled on its own, so running it twice, or two of it at once, sends once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError

from leads.kept import asked_once
from nurture.models import Delivery
from nurture.privacy import forget_copy, is_erased
from nurture.providers import provider_group
from nurture.sending import breaker, connecting, quitting
from nurture.sending.claiming import claim, still_due
from nurture.sending.handover import hand_over
from nurture.sending.insisting import insist
from nurture.sending.rails import after_parking
from nurture.sending.refusals import RefusedError
from nurture.sending.settling import accept, give_up, never_sent, refuse
from nurture.sending.transport import Transport, transport
from nurture.writing.composing import compose, message_id_of
from nurture.writing.rendering import render_delivery

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
# A worker that is asked to end waits for its batch: not for minutes, however slow the server is.
LONGEST = timedelta(seconds=20)


def send_batch(ids: Iterable[int], *, clock: Clock, pace: timedelta | None = None) -> int:
    """How many the mail server took. Ids that are not due, or held by others, are passed over.

    Ends early without a connection, while everything is stopped, when this process is to end, and
    after LONGEST: the rest stays planned and is rung again.
    """
    began = clock()
    # First of all: a batch without work may not use up the one try of a server that was away.
    due = still_due(ids, began)
    if not due:
        return 0
    watch = breaker.begin(began)
    if watch.is_open:
        return 0
    sent = 0
    with connecting.place() as has_place, transport() as server:
        batch = _Batch(server, watch, clock, pace)
        for delivery_id in due if has_place else ():
            if quitting.is_ending() or watch.is_open or clock() - began >= LONGEST:
                break
            with asked_once():
                sent += batch.send(delivery_id)
            if batch.is_over:
                break
    return sent


@dataclass
class _Batch:
    server: Transport
    watch: breaker.Watch
    clock: Clock
    pace: timedelta | None
    is_over: bool = False

    def send(self, delivery_id: int) -> bool:
        """Whether the server took it. Without a server the batch is over."""
        delivery = claim(delivery_id=delivery_id, now=self.clock())
        if delivery is None:
            return False
        message = self._prepared(delivery)
        if message is None:
            return False
        try:
            # Before anything is handed over: so a server that is down costs no doubt.
            self.server.open()
        except RefusedError as refusal:
            self._refused(delivery, refusal)
            self.is_over = True
            return False
        with quitting.in_hand():
            return self._hand_over(delivery, message)

    def _prepared(self, delivery: Delivery) -> EmailMultiAlternatives | None:
        """The message, or None where its text cannot be made: that one mail is put on hold."""
        now = self.clock()
        try:
            message = compose(delivery, render_delivery(delivery), now=now)
            # Builds every header and both parts, so a fault in them shows before it is sent.
            message.message()
        except DatabaseError:
            # The database is away, the text is fine: the lease gives the mail back.
            raise
        except Exception as error:  # noqa: BLE001  # one bad mail stops itself, never the batch
            is_header = isinstance(error, ValueError) and type(error).__name__ == "BadHeaderError"
            state = Delivery.State.FAILED if is_header else Delivery.State.PARKED
            said = f"{type(error).__name__}: {error}"
            give_up(delivery=delivery, state=state, error=said, now=now, pace=self.pace)
            after_parking(delivery=delivery, now=now)
            return None
        return message

    def _hand_over(self, delivery: Delivery, message: EmailMultiAlternatives) -> bool:
        if not self._may_go(delivery, message):
            return False
        try:
            provider_id = self.server.send(_marked(message, delivery))
        except RefusedError as refusal:
            self._refused(delivery, refusal)
            return False
        self.watch.answered(group_of(delivery))
        if insist(lambda: self._accepted(delivery, provider_id)):
            return True
        if is_erased(delivery):
            forget_copy(message_id_of(delivery))
        return False

    def _may_go(self, delivery: Delivery, message: EmailMultiAlternatives) -> bool:
        try:
            return hand_over(
                delivery=delivery,
                message_id=message_id_of(delivery),
                subject=str(message.subject),
                now=self.clock(),
                pace=self.pace,
                tries=self.watch.tries,
            )
        except DatabaseError:
            # Nobody knows whether that was committed, but the mail is still here.
            insist(lambda: never_sent(delivery=delivery))
            raise

    def _accepted(self, delivery: Delivery, provider_id: str) -> bool:
        now = self.clock()
        return accept(delivery=delivery, now=now, pace=self.pace, provider_id=provider_id)

    def _refused(self, delivery: Delivery, refusal: RefusedError) -> None:
        now = self.clock()
        tries = self.watch.tries
        verdict = insist(
            lambda: refuse(delivery=delivery, refusal=refusal, now=now, pace=self.pace, tries=tries)
        )
        logger.info("Delivery %s: %s (%s)", delivery.pk, verdict.value, refusal)
        self.watch.refused(refusal, now=now)


def group_of(delivery: Delivery) -> str:
    """Mails planned before groups were written down have none of their own."""
    return delivery.provider_group or provider_group(delivery.address.normalised)


def _marked(message: EmailMultiAlternatives, delivery: Delivery) -> EmailMultiAlternatives:
    """What providers give back with their events; SMTP knows neither, and sends neither."""
    vars(message).update(metadata={"delivery": str(delivery.pk)}, tags=[str(delivery.purpose)])
    return message
