"""The border of the public journey: everything a visitor's form can carry, cleaned once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, QueryDict

from funnel.journey.presses import Press
from funnel.journey.starting import Arrival, device_class, is_robot
from quizzes.cleantext import UnreadableTextError, clean_text

_TOKEN = re.compile(r"^[A-Za-z0-9_-]{1,40}$")
_PHONE = re.compile(r"^[0-9+()/ .-]{5,32}$")
_FEWEST_DIGITS = 5
_MOST_NUMBER = 1_000_000_000
_BAD = "There is something in this text we cannot read. Please type it again."


class CleanField(forms.CharField):
    """Text that passed clean_text(); too long is an error, never a silent cut."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(required=False, strip=True)
        self.limit = limit

    def to_python(self, value: object) -> str:
        raw = str(value or "")
        try:
            text = clean_text(raw, limit=self.limit + 1)
        except UnreadableTextError as error:
            raise forms.ValidationError(_BAD) from error
        if len(text) > self.limit:
            raise forms.ValidationError(f"Please keep this to {self.limit} characters.")
        return text


class PressForm(forms.Form):
    """What any screen can send; unknown fields are ignored, unreadable ones refused."""

    act = CleanField(limit=20)
    email = CleanField(limit=320)
    first_name = CleanField(limit=60)
    phone = CleanField(limit=32)
    good_time = CleanField(limit=120)

    def clean_phone(self) -> str:
        """Only who asks for a call is asked for a number that can be dialled."""
        phone = str(self.cleaned_data["phone"])
        if self.cleaned_data.get("act") != "call":
            return ""
        if phone and (not _PHONE.match(phone) or sum(map(str.isdigit, phone)) < _FEWEST_DIGITS):
            raise forms.ValidationError(
                "Please write the number with digits, like +46 70 123 45 67."
            )
        return phone

    def press(self) -> Press:
        """The cleaned press; call is_valid() first."""
        data = self.data
        assert isinstance(data, QueryDict)
        cleaned = self.cleaned_data
        return Press(
            act=cleaned["act"] or "next",
            choices=_keys(data.getlist("choice")),
            ticks=_keys(data.getlist("tick")),
            played_seconds=_number(data.get("played", "")),
            email=cleaned["email"],
            first_name=cleaned["first_name"],
            phone=cleaned["phone"],
            good_time=cleaned["good_time"],
            has_marketing=data.get("marketing", "") == "yes",
            tab=token(data.get("tab", "")),
            number=_number(data.get("n", "")),
            mail_token=token(data.get("m", "")),
        )

    def sentences(self) -> dict[str, str]:
        """The first error of each field."""
        return {name: str(found[0]) for name, found in self.errors.items()}


def token(value: object) -> str:
    """A short opaque token, or '' for anything else."""
    text = str(value or "")
    return text if _TOKEN.match(text) else ""


def arrival(request: HttpRequest, fields: Mapping[str, object]) -> Arrival:
    """First touch: UTM fields of the form, referring host, browser's language and device."""
    agent = str(request.META.get("HTTP_USER_AGENT", ""))[:500]
    referrer = line(fields.get("referrer"), 300)
    host = re.sub(r"^https?://(www\.)?|[/?#:].*$", "", referrer)
    return Arrival(
        # A capital can become two characters in lower case.
        source=line(fields.get("utm_source"), 100).lower()[:100] or host[:100] or "direct",
        medium=line(fields.get("utm_medium"), 100),
        campaign=line(fields.get("utm_campaign"), 100),
        term=line(fields.get("utm_term"), 100),
        content=line(fields.get("utm_content"), 100),
        referrer=re.sub(r"[?#].*$", "", referrer),
        language=line(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:10], 10).split(",")[0],
        device=device_class(agent),
        is_suspected_bot=is_robot(agent),
    )


def line(value: object, limit: int) -> str:
    """Clean text for what is never worth an error: what cannot be read is left out."""
    try:
        return clean_text(str(value or ""), limit=limit)
    except UnreadableTextError:
        return ""


def _keys(values: list[str]) -> tuple[str, ...]:
    return tuple(value if token(value) else "?" for value in values[:60])


def _number(value: object) -> int:
    text = str(value or "")
    return (
        min(int(text), _MOST_NUMBER) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    )
