"""The audit log to read: nobody adds to it by hand, changes or deletes a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leads.admin import KindFilter
from leads.models import AuditEntry

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin


@admin.register(AuditEntry)
class AuditLog(ModelAdmin[AuditEntry]):
    list_display = ("at", "who", "what", "details")
    actions = None
    fields = readonly_fields = ("at", "who", "what", "details")
    list_filter = (("kind", KindFilter),)
    search_fields = ("by_name", "detail")
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=_("When"), ordering="created_at")
    def at(self, entry: AuditEntry) -> object:
        return entry.created_at

    @admin.display(description=_("Who"), ordering="by_name")
    def who(self, entry: AuditEntry) -> str:
        return entry.by_name

    @admin.display(description=_("What"), ordering="kind")
    def what(self, entry: AuditEntry) -> str:
        return entry.get_kind_display()

    @admin.display(description=_("Details"))
    def details(self, entry: AuditEntry) -> str:
        return entry.detail

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
