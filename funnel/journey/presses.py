"""What a press can say: the cleaned form of one screen, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django_stubs_ext import StrPromise

from nurture.reader.machines import Signs

Sentences = Mapping[str, "str | StrPromise"]


@dataclass(frozen=True, slots=True)
class Press:
    """`act` is one of next, skip, save, offer, open, press, call, not_now, seen, will_do,
    not_for_me, go_on, move; '' is next.

    `choices` are the tapped or ticked ones, `order` a ranking from its top, `typed_answer`
    what was written into a question's field. `move` is up or down and a key of the ranking.
    `tab` and `number` come from the script: a rising number per tab, so that a retry that
    arrives late is told from a new press. Without script both are empty: newest.
    `mailbox` answers "did you mean": meant, typed or ''; `asked_email` is what was asked about.
    `details` are the marketer's own fields by key. `network` names the visitor's network for one
    day without telling it, `signs` what the request tells of who pressed.
    """

    act: str = "next"
    choices: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    typed_answer: str = ""
    move: str = ""
    ticks: tuple[str, ...] = ()
    played_seconds: int = 0
    email: str = ""
    mailbox: str = ""
    asked_email: str = ""
    first_name: str = ""
    company: str = ""
    phone: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    good_time: str = ""
    has_marketing: bool = False
    tab: str = ""
    number: int = 0
    mail_token: str = ""
    network: str = ""
    signs: Signs = field(default_factory=Signs)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form held that could not be taken, to be shown again. `fields` are texts by name;
    `chosen` is what was tapped, ticked or put in order."""

    fields: Mapping[str, str]
    chosen: tuple[str, ...] = ()


class RefusedError(Exception):
    """The press cannot be taken; `errors` maps field names ('' for the whole) to sentences."""

    def __init__(self, errors: Sentences) -> None:
        super().__init__(errors)
        self.errors = errors


def moved(order: tuple[str, ...], move: str) -> tuple[str, ...]:
    """The order with one key a place up or down; unchanged at an end or for an odd wish."""
    way, _, key = move.partition(":")
    steps = {"up": -1, "down": 1}.get(way, 0)
    if key not in order or not steps:
        return order
    place = order.index(key)
    there = min(max(place + steps, 0), len(order) - 1)
    others = [each for each in order if each != key]
    return (*others[:there], key, *others[there:])
