"""All other tables, for superusers only and read-only: the way to look, never the way to work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin

_APPS = ("quizzes", "leads", "nurture", "funnel")
_MOST_COLUMNS = 8


class RawRows(ModelAdmin[Model]):
    show_full_result_count = False
    list_per_page = 50

    # Any: the columns as Django types them.
    def get_list_display(self, request: HttpRequest) -> Any:
        fields = [field.name for field in self.model._meta.fields]
        return fields[:_MOST_COLUMNS]

    # Any: the columns as Django types them.
    def get_list_select_related(self, request: HttpRequest) -> Any:
        return [field.name for field in self.model._meta.fields if field.is_relation]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser


for _label in _APPS:
    for _model in apps.get_app_config(_label).get_models():
        if not admin.site.is_registered(_model):
            admin.site.register(_model, RawRows)
