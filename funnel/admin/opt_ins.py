"""The gate in the admin: what it says, which fields it has, and the mail behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from funnel.admin.contents import OnStep, Place
from funnel.admin.opt_in_form import FieldForm, FieldFormSet, OptInForm
from funnel.admin.vocabulary import vocabulary_of
from funnel.models import OptIn, OptInField
from quizzes.wording.vocabulary import Vocabulary

if TYPE_CHECKING:
    from django.contrib.admin import TabularInline
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import TabularInline


class FieldInline(TabularInline[OptInField, OptIn]):
    model = OptInField
    form = FieldForm
    formset = FieldFormSet
    fields = ("kind", "label", "is_required", "position")
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    max_num = 12
    verbose_name = gettext_lazy("field")
    verbose_name_plural = gettext_lazy("fields, in the order people see them")

    # Any: the field and its options, passed through untouched.
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """In a table the words stand above the column, where no screen reader looks."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in FieldForm.words:
            field.widget.attrs["aria-label"] = FieldForm.words[db_field.name][0]
        return field


@admin.register(OptIn)
class OptInAdmin(OnStep[OptIn]):
    step_field = "opt_in"
    form = OptInForm
    inlines = (FieldInline,)
    warn_unsaved_form = True
    fieldsets = (
        (
            gettext_lazy("What the page says"),
            {"fields": ("title", "body", "button")},
        ),
        (gettext_lazy("Saying no"), {"fields": ("is_skippable", "skip_label")}),
        (
            gettext_lazy("Further mails"),
            {
                "fields": ("marketing",),
                "description": gettext_lazy(
                    "People get a mail series only if they tick this box. It is never"
                    " ticked beforehand. Empty: there is no box."
                ),
            },
        ),
        (
            gettext_lazy("The mail that goes out at once"),
            {
                "fields": (
                    "mail_subject",
                    "mail_preheader",
                    "mail_body",
                    ("mail_button_label", "mail_button_target"),
                )
            },
        ),
    )

    def vocabulary(self, place: Place) -> Vocabulary:
        """The mail may lead to any step."""
        return vocabulary_of(place.funnel)
