"""The border of the public journey: everything a visitor's form can carry, cleaned once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_stubs_ext import StrPromise

from funnel.journey.embedding import came_from, framing_host, hidden_fields, line
from funnel.journey.presses import Kept, Press
from funnel.journey.starting import Arrival, device_class, is_robot
from funnel.trying.tokens import carried_pass, is_staff
from nurture.planning.zones import is_zone
from quizzes.cleantext import UnreadableTextError, clean_text

_TOKEN = re.compile(r"^[A-Za-z0-9_-]{1,40}\Z")
_KEY = re.compile(r"^[a-z0-9][a-z0-9_-]{0,49}\Z")
_MOVE = re.compile(r"^(up|down):[a-z0-9][a-z0-9_-]{0,49}\Z")
_DETAIL = re.compile(r"^detail_([a-z0-9][a-z0-9_-]{0,49})\Z")
_MOST_DETAILS = 12
_LONGEST_DETAIL = 300
_MOST_NUMBER = 1_000_000_000
_BAD = _("There is something in this text we cannot read. Please type it again.")
# No question takes more; one character over, and the question says what it does take.
_MOST_TYPED = 2000
_MOST_KEPT = 16_000
_LONGEST_ZONE = 64


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
            raise forms.ValidationError(
                ngettext_lazy(
                    "Please keep this to %(limit)s character.",
                    "Please keep this to %(limit)s characters.",
                    self.limit,
                )
                % {"limit": self.limit}
            )
        return text


class WholeField(CleanField):
    """Text whose limit somebody else knows: what is too long stays one character too long, and
    its reader says so beside whatever else is wrong."""

    is_multiline = False

    def to_python(self, value: object) -> str:
        text = str(value or "")
        try:
            return clean_text(text, limit=self.limit + 1, is_multiline=self.is_multiline)
        except UnreadableTextError as error:
            raise forms.ValidationError(_BAD) from error


class AnswerField(WholeField):
    """A typed answer with its line breaks; the question says what it takes."""

    is_multiline = True

    def __init__(self) -> None:
        super().__init__(limit=_MOST_TYPED)


class PressForm(forms.Form):
    """What any screen can send; unknown fields are ignored, unreadable ones refused."""

    act = CleanField(limit=20)
    answer = AnswerField()
    email = WholeField(limit=320)
    first_name = WholeField(limit=60)
    company = WholeField(limit=120)
    phone = WholeField(limit=32)
    good_time = CleanField(limit=120)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        own = [name for name in data if _DETAIL.match(name)]
        for name in own[:_MOST_DETAILS]:
            self.fields[name] = WholeField(limit=_LONGEST_DETAIL)

    def press(self) -> Press:
        """The cleaned press; call is_valid() first."""
        data = self.data
        assert isinstance(data, QueryDict)
        cleaned = self.cleaned_data
        move = str(data.get("move", ""))
        return Press(
            # A button carries one name: the one that moves says which way and what.
            act="move" if _MOVE.match(move) else cleaned["act"] or "next",
            choices=_keys(data.getlist("choice")),
            order=_keys(data.getlist("order")),
            typed_answer=cleaned["answer"],
            move=move if _MOVE.match(move) else "",
            ticks=_keys(data.getlist("tick")),
            played_seconds=_number(data.get("played", "")),
            email=cleaned["email"],
            mailbox=token(data.get("mailbox", "")),
            asked_email=line(data.get("asked_email", ""), 320),
            first_name=cleaned["first_name"],
            company=cleaned["company"],
            phone=cleaned["phone"],
            details=_details(cleaned),
            good_time=cleaned["good_time"],
            has_marketing=data.get("marketing", "") == "yes",
            tab=token(data.get("tab", "")),
            number=_number(data.get("n", "")),
            mail_token=token(data.get("m", "")),
        )

    def kept(self) -> Kept:
        """What to show again beside an error; what cannot be read is left out."""
        data = self.data
        assert isinstance(data, QueryDict)
        fields = {name: line(value, 320) for name, value in data.items()}
        fields["answer"] = _lines(data.get("answer", ""))
        return Kept(
            fields,
            _keys([value for name in ("choice", "order", "tick") for value in data.getlist(name)]),
        )

    def sentences(self) -> dict[str, str | StrPromise]:
        """The first error of each field, in the language it will be read in."""
        return {name: _sentence(found[0]) for name, found in self.errors.as_data().items()}


def _details(cleaned: Mapping[str, object]) -> dict[str, str]:
    found = ((_DETAIL.match(name), value) for name, value in cleaned.items())
    return {match[1]: str(value) for match, value in found if match}


def _sentence(error: forms.ValidationError) -> str | StrPromise:
    message: str | StrPromise = error.message
    return message % error.params if error.params else message


def token(value: object) -> str:
    """A short opaque token, or '' for anything else."""
    text = str(value or "")
    return text if _TOKEN.match(text) else ""


def named_source(fields: Mapping[str, object]) -> str:
    """The source that the address names, in lower case; '' where it names none."""
    # A capital can become two characters in lower case.
    return line(fields.get("utm_source"), 100).lower()[:100]


def arrival(request: HttpRequest, fields: Mapping[str, object]) -> Arrival:
    """First touch: UTM fields of the form, referring host, browser's language and device, and
    whether it is staff's own."""
    agent = str(request.META.get("HTTP_USER_AGENT", ""))[:500]
    referrer = came_from(fields)
    host = re.sub(r"^https?://(www\.)?|[/?#:].*$", "", referrer)
    return Arrival(
        source=named_source(fields) or host[:100] or "direct",
        medium=line(fields.get("utm_medium"), 100),
        campaign=line(fields.get("utm_campaign"), 100),
        term=line(fields.get("utm_term"), 100),
        content=line(fields.get("utm_content"), 100),
        referrer=re.sub(r"[?#].*$", "", referrer),
        language=line(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:10], 10).split(",")[0],
        device=device_class(agent),
        is_suspected_bot=is_robot(agent),
        is_test=is_staff(fields),
        time_zone=browser_zone(fields),
        embedded_on=framing_host(fields),
        hidden={**hidden_fields(fields), **carried_pass(fields)},
    )


def browser_zone(fields: Mapping[str, object]) -> str:
    """The time zone as the browser names it; '' for what is none: not the visitor's doing."""
    name = str(fields.get("time_zone") or "")
    return name if len(name) <= _LONGEST_ZONE and is_zone(name) else ""


def _lines(value: object) -> str:
    try:
        return clean_text(str(value or ""), limit=_MOST_KEPT, is_multiline=True)
    except UnreadableTextError:
        return ""


def _keys(values: list[str]) -> tuple[str, ...]:
    return tuple(value if _KEY.match(value) else "?" for value in values[:60])


def _number(value: object) -> int:
    text = str(value or "")
    return (
        min(int(text), _MOST_NUMBER) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    )
