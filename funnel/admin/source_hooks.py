"""First words for people from one source, on the page of their funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from funnel.models import Funnel, SourceHook
from quizzes.keys import free_key
from quizzes.wording import LabelledForm

if TYPE_CHECKING:
    from django.contrib.admin import TabularInline
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import TabularInline


class SourceHookForm(LabelledForm[SourceHook]):
    words = {
        "source": (
            _("Source"),
            _("As your links name it after utm_source=, for example: instagram."),
        ),
        "text": (_("Hook"), _("Say what the ad said.")),
        "reassurance": (_("Line at the foot"), _("Empty: the usual one.")),
    }

    def clean_source(self) -> str:
        """Links are compared in small letters."""
        source = " ".join(str(self.cleaned_data["source"]).split())
        return source.lower()[:100]


class SourceHookFormSet(forms.BaseInlineFormSet[SourceHook, Funnel, SourceHookForm]):
    def clean(self) -> None:
        super().clean()
        named = [
            form.cleaned_data["source"]
            for form in self.forms
            if form.cleaned_data.get("source") and not form.cleaned_data.get("DELETE")
        ]
        if len(named) != len(set(named)):
            raise forms.ValidationError(_("Two of these first words are for the same source."))

    def validate_unique(self) -> None:
        """clean() says it in our words."""


class SourceHookInline(TabularInline[SourceHook, Funnel]):
    model = SourceHook
    form = SourceHookForm
    formset = SourceHookFormSet  # type: ignore[assignment]  # the stubs want the bare ModelForm
    fields = ("source", "text", "reassurance", "position")
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    verbose_name = _("first words for a source")
    verbose_name_plural = _("First words per source")


def save_source_hooks(*, hooks: list[SourceHook], gone: list[SourceHook]) -> None:
    """New ones get a key that stays, whatever their source is called later."""
    for hook in gone:
        hook.delete()
    for hook in hooks:
        if not hook.key:
            taken = set(hook.funnel.source_hooks.values_list("key", flat=True))
            hook.key = free_key(hook.source, taken=taken, fallback="source")
        hook.save()
