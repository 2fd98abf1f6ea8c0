"""What a press in the mail room may say."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.widgets import UnfoldAdminTextInputWidget

from nurture.models import Message, Sequence

_SCOPE = re.compile(
    r"all|server|group:[\w.-]{1,60}|(series|lead):\d{1,18}|mail:\d{1,18}:[\w-]{1,50}",
    re.ASCII,
)
_MAILS = ("arrived", "again", "try")
_DO = ("pause", "resume", "seen", *_MAILS)
_LARGEST = 2**63 - 1


class Ids(forms.MultipleChoiceField):
    """Numbers of rows from our own lists; one that is gone is left out by the write."""

    def valid_value(self, value: object) -> bool:
        return _is_number(value)


class ActForm(forms.Form):
    do = forms.ChoiceField(choices=[(each, each) for each in _DO])
    scope = forms.CharField(required=False, max_length=100)
    ids = Ids(required=False)
    back = forms.CharField(required=False, max_length=40)

    def clean_scope(self) -> str:
        scope: str = self.cleaned_data["scope"]
        if scope and not is_scope(scope):
            raise ValidationError(gettext_lazy("There is no such series or mail any more."))
        return scope

    def clean(self) -> dict[str, object]:
        data = self.cleaned_data
        if data.get("do") in ("pause", "resume") and not data.get("scope"):
            raise ValidationError(gettext_lazy("Choose what to pause first."))
        return data


def _is_number(value: object) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and int(text) <= _LARGEST


def is_scope(scope: str) -> bool:
    """Well formed, and of something that is there."""
    if not _SCOPE.fullmatch(scope):
        return False
    head, _colon, rest = scope.partition(":")
    if head == "series":
        return _is_number(rest) and Sequence.objects.filter(pk=int(rest)).exists()
    if head == "mail":
        number, _colon, key = rest.partition(":")
        found = _is_number(number) and Message.objects.filter(sequence_id=int(number), key=key)
        return bool(found and found.exists())
    return True


def stop_word() -> str:
    return pgettext("the word to type before everything is stopped", "STOP")


class StopForm(forms.Form):
    """The word is typed by hand, so that nobody stops everything by a slip."""

    word = forms.CharField(
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )

    def clean_word(self) -> str:
        given: str = self.cleaned_data["word"]
        if given.strip().casefold() != stop_word().casefold():
            raise ValidationError(_("Type %(word)s to do it.") % {"word": stop_word()})
        return given
