"""Connections: who may tell us of bookings and purchases, with what secret, and what they told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminTextInputWidget

from funnel.models import Connection, HookEvent, new_secret
from quizzes.wording import LabelledForm

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin

_SHOWN = 20
_SHORTEST = 12


class ConnectionForm(LabelledForm[Connection]):
    words = {
        "kind": (gettext_lazy("Who tells us"), ""),
        "secret": (
            gettext_lazy("Secret"),
            gettext_lazy("Proves that it is them. Keep it on servers, never on a page."),
        ),
        "is_on": (gettext_lazy("Switched on"), ""),
    }

    class Meta:
        model = Connection
        fields = ("kind", "secret", "is_on")
        widgets = {
            "secret": UnfoldAdminTextInputWidget(
                attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}
            )
        }

    def clean_secret(self) -> str:
        secret = str(self.cleaned_data["secret"]).strip()
        if len(secret) < _SHORTEST or not secret.isascii() or not secret.isprintable():
            raise forms.ValidationError(
                _("Please paste the whole secret: at least 12 letters, digits and signs.")
            )
        return secret


@admin.register(Connection)
class ConnectionAdmin(ModelAdmin[Connection]):
    form = ConnectionForm
    list_display = ("kind", "is_on", "last_heard")
    change_form_outer_before_template = "funnel_admin/_connection.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One of each kind."""
        is_full = Connection.objects.count() >= len(Connection.Kind.choices)
        return not is_full and super().has_add_permission(request)

    # Any: names of fields as Django types them.
    def get_readonly_fields(self, request: HttpRequest, obj: Connection | None = None) -> Any:
        return ("kind",) if obj is not None else ()

    @admin.display(description=gettext_lazy("Last message"))
    def last_heard(self, connection: Connection) -> str:
        last = HookEvent.objects.filter(connection=connection.kind).first()
        return last.get_state_display() if last else _("Nothing has come yet.")

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/secret/",
            self.admin_site.admin_view(require_POST(self.rotate)),
            name="funnel_connection_rotate",
        )
        return [own, *super().get_urls()]

    def rotate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new secret by one press; messages signed with the old one are refused from now on."""
        connection = get_object_or_404(Connection, pk=pk)
        if not self.has_change_permission(request, connection):
            raise PermissionDenied
        connection.secret = new_secret()
        connection.save(update_fields=["secret"])
        self.log_change(request, connection, _("Made a new secret."))
        messages.success(request, _("This is the new secret. Paste it where the old one was."))
        return redirect("admin:funnel_connection_change", pk)

    # Any: the extra context of an admin page.
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        connection = self.get_object(request, object_id) if object_id else None
        extra = {**(extra_context or {}), "show_save_and_add_another": False}
        if connection is not None:
            told = HookEvent.objects.filter(connection=connection.kind)
            extra |= {
                "connection": connection,
                "address": settings.SITE_URL + reverse(f"conversions:hook_{connection.kind}"),
                "rotate": reverse("admin:funnel_connection_rotate", args=[connection.pk]),
                "messages_told": list(told[:_SHOWN]),
                "example": example(),
            }
        return super().changeform_view(request, object_id, form_url, extra)


def example() -> str:
    """A program that tells us of a purchase, whole and tried."""
    return render_to_string("funnel/conversions/example.txt", {"site": settings.SITE_URL}).strip()
