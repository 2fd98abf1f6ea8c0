"""Gifts, the business and the promises of sales. The roof registers the gifts: see funnel/admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leads.admin_forms import BusinessForm
from leads.desk_rules_form import DeskRulesForm
from leads.first_papers import first_privacy
from leads.gift_forms import GiftForm, ItemForm, gift_form
from leads.models import Business, ChecklistItem, DeskRules, LeadMagnet
from leads.picture_admin import picture, pictures
from leads.pipeline.rules import forget_rules

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin, TabularInline

_ABOUT = ("title", "problem", "promise", "minutes")
_CONTENT = {
    LeadMagnet.Kind.CHECKLIST: (),
    LeadMagnet.Kind.GUIDE: ((_("The guide"), {"fields": ("body", "new_file")}),),
    LeadMagnet.Kind.VIDEO: (
        (_("The video"), {"fields": ("source", "new_video", "new_captions", "url", "length")}),
        (_("Before it starts"), {"fields": ("poster",)}),
        (_("In writing"), {"fields": ("transcript",)}),
    ),
    LeadMagnet.Kind.SERIES: (
        (_("What people agree to"), {"fields": ("body", "button", "skip_label")}),
    ),
    LeadMagnet.Kind.LINK: ((_("The link"), {"fields": ("body", "url", "button")}),),
}


class KindFilter(admin.ChoicesFieldListFilter):
    """Its head can be said in another language; the name of a column cannot."""

    # Any: handed on to Django's filter untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("kind")


class ItemInline(TabularInline[ChecklistItem, LeadMagnet]):
    model = ChecklistItem
    form = ItemForm
    fields = ("text", "help", "position")
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    verbose_name = _("line")
    verbose_name_plural = _("lines to tick")


class GiftAdmin(ModelAdmin[LeadMagnet]):
    form = GiftForm
    # An address typed without its beginning means https.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    actions = None
    list_display: tuple[str, ...] = ("named", "kind_in_words", "minutes_in_words")
    list_filter = (("kind", KindFilter),)
    search_fields = ("title", "problem", "promise")
    inlines = (ItemInline,)
    warn_unsaved_form = True

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: LeadMagnet | None = None) -> Any:
        content = _CONTENT[LeadMagnet.Kind(obj.kind)] if obj else ()
        return [(_("What it promises"), {"fields": _ABOUT}), *content]

    # Any: the list of inlines as Django types it.
    def get_inlines(self, request: HttpRequest, obj: LeadMagnet | None) -> Any:
        return self.inlines if obj and obj.kind == LeadMagnet.Kind.CHECKLIST else ()

    # Any: the options of a form, passed through untouched.
    def get_form(
        self,
        request: HttpRequest,
        obj: LeadMagnet | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm[LeadMagnet]]:
        if obj is not None:
            kwargs["form"] = gift_form(obj, now=timezone.now())
        return super().get_form(request, obj, change, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """What every picture field of the admin asks for stands here, too."""
        site = self.admin_site
        own = [
            path("picture/<str:sha256>/", site.admin_view(picture), name="leads_picture"),
            path("pictures/", site.admin_view(pictures), name="leads_pictures"),
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=_("Title"), ordering="title")
    def named(self, gift: LeadMagnet) -> str:
        return gift.title

    @admin.display(description=_("Kind"), ordering="kind")
    def kind_in_words(self, gift: LeadMagnet) -> str:
        return gift.get_kind_display()

    @admin.display(description=_("Takes"), ordering="minutes")
    def minutes_in_words(self, gift: LeadMagnet) -> str:
        return gettext("%(minutes)s min") % {"minutes": gift.minutes}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A gift begins on the ladder of its funnel."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LeadMagnet | None = None) -> bool:
        """It leaves with its step."""
        return False


@admin.register(Business)
class BusinessAdmin(ModelAdmin[Business]):
    """One row, so the list leads straight to it."""

    form = BusinessForm
    # An address typed without its beginning means https.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = (
        (_("Who is asking"), {"fields": ("name", "person", "role", "face", "logo")}),
        (
            _("Your mails"),
            {"fields": ("sender_name", "sender_email", "reply_to", "postal_address")},
        ),
        (_("Privacy"), {"fields": ("privacy_url", "privacy_text")}),
        (_("Imprint"), {"fields": ("imprint_url", "imprint_text")}),
        (_("Place and time"), {"fields": ("country", "time_zone")}),
    )
    warn_unsaved_form = True

    # Any: the extra context of an admin page.
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One row and one button."""
        one = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), **one}
        )

    # Any: the extra context, which this page does not use.
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        if Business.objects.exists():
            return redirect("admin:leads_business_change", 1)
        return redirect("admin:leads_business_add")

    # Any: the options of a form, passed through untouched.
    def get_form(
        self, request: HttpRequest, obj: Business | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Business]]:
        form = super().get_form(request, obj, change, **kwargs)
        assert issubclass(form, BusinessForm)
        form.now = timezone.now()
        return form

    def save_model(
        self, request: HttpRequest, obj: Business, form: ModelForm[Business], change: bool
    ) -> None:
        obj.pk = 1
        # Whoever writes here makes it theirs, so it stays when the demo goes.
        obj.is_demo = False
        super().save_model(request, obj, form, change)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What is known already: the privacy of this software, and who is logged in."""
        assert isinstance(request.user, User)
        return {
            "privacy_text": first_privacy(),
            "person": request.user.get_full_name(),
            "sender_email": request.user.email,
            **super().get_changeform_initial_data(request),
        }

    def response_post_save_add(self, request: HttpRequest, obj: Business) -> HttpResponseRedirect:
        """Back to where the next thing to do stands."""
        return redirect("admin:index")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Business.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Business | None = None) -> bool:
        return False


@admin.register(DeskRules)
class DeskRulesAdmin(ModelAdmin[DeskRules]):
    """One row, made with the usual promises when somebody looks for the first time."""

    form = DeskRulesForm
    fieldsets = (
        (_("How soon you answer"), {"fields": ("call_minutes", "hot_minutes", "warm_minutes")}),
        (_("When you work"), {"fields": ("work_days", "work_from", "work_until")}),
    )
    warn_unsaved_form = True

    # Any: the extra context of an admin page.
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One row and one button."""
        one = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), **one}
        )

    # Any: the extra context, which this page does not use.
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        if DeskRules.objects.exists():
            return redirect("admin:leads_deskrules_change", 1)
        return redirect("admin:leads_deskrules_add")

    def save_model(
        self, request: HttpRequest, obj: DeskRules, form: ModelForm[DeskRules], change: bool
    ) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
        forget_rules()

    def response_post_save_add(self, request: HttpRequest, obj: DeskRules) -> HttpResponseRedirect:
        return redirect("admin:leads_deskrules_change", 1)

    def response_post_save_change(
        self, request: HttpRequest, obj: DeskRules
    ) -> HttpResponseRedirect:
        return redirect("admin:leads_deskrules_change", 1)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not DeskRules.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: DeskRules | None = None) -> bool:
        return False
