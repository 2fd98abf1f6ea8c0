"""What a press can say: the cleaned form of one screen, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Press:
    """`act` is one of next, skip, save, offer, open, press, call, not_now; '' is next.

    `tab` and `number` come from the script: a rising number per tab, so that a retry that
    arrives late is told from a new press. Without script both are empty: newest.
    """

    act: str = "next"
    choices: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    played_seconds: int = 0
    email: str = ""
    first_name: str = ""
    phone: str = ""
    good_time: str = ""
    has_marketing: bool = False
    tab: str = ""
    number: int = 0
    mail_token: str = ""


class RefusedError(Exception):
    """The press cannot be taken; `errors` maps field names ('' for the whole) to sentences."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors
