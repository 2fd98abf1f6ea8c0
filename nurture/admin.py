"""Mail series in the admin. The roof registers them with what it alone knows: see funnel/admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nurture.admin_forms import MailForm, SeriesForm
from nurture.models import Message, Sequence

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin, StackedInline


class MailInline(StackedInline[Message, Sequence]):
    model = Message
    form = MailForm
    ordering_field = "position"
    hide_ordering_field = True
    collapsible = True
    extra = 0
    verbose_name_plural = _("mails, in the order they are sent")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("when", "wait", "delay_at"),
                    "subject",
                    "preheader",
                    "body",
                    ("button_label", "button_target"),
                    "answers",
                    "only_when",
                    ("if_unmet", "wait_days", "expires_days"),
                    "position",
                )
            },
        ),
    )


class SeriesAdmin(ModelAdmin[Sequence]):
    form = SeriesForm
    actions = None
    list_display: tuple[str, ...] = ("named", "mail_count", "purpose_in_words", "on_hold")
    search_fields = ("name",)
    inlines = (MailInline,)
    fieldsets = (
        (None, {"fields": ("name", "purpose")}),
        (
            _("When mails may arrive"),
            {"fields": ("days", ("opens", "closes"), "holidays", "turn")},
        ),
        (_("Whom they come from"), {"fields": (("sender_name", "sender_email"), "reply_to")}),
        (_("When it ends"), {"fields": ("ends_when", ("comes_back", "pause_between"))}),
        (_("Links in the texts"), {"fields": ("counts_links",)}),
    )
    warn_unsaved_form = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sequence]:
        return super().get_queryset(request).annotate(message_count=Count("messages"))

    @admin.display(description=_("Name"), ordering="name")
    def named(self, series: Sequence) -> str:
        return series.name

    @admin.display(description=_("On hold"), ordering="is_paused", boolean=True)
    def on_hold(self, series: Sequence) -> bool:
        return series.is_paused

    @admin.display(description=_("Mails"))
    def mail_count(self, series: Sequence) -> int:
        count: int = getattr(series, "message_count", 0)
        return count

    @admin.display(description=_("Who gets it"), ordering="purpose")
    def purpose_in_words(self, series: Sequence) -> str:
        return series.get_purpose_display()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A series begins on the page of its funnel."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Sequence | None = None) -> bool:
        """It leaves the same way."""
        return False
