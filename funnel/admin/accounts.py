"""Accounts of the staff and their groups, and whose leads each of them sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from funnel.models import Funnel
from leads import visibility
from leads.funnel_access import give_funnels

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.forms import UserChangeForm as DjangoForm

    AccountForm = DjangoForm[User]
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin

    AccountForm = UserChangeForm


class StaffForm(AccountForm):
    funnels = forms.TypedMultipleChoiceField(
        label=_("Sees the leads of"),
        help_text=_(
            "None ticked: of every funnel. Owners see all leads; leads that a colleague claimed "
            "stay theirs."
        ),
        coerce=int,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    # Any: whatever Django's admin hands a form.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["funnels"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(Funnel.objects.order_by("name", "pk").values_list("pk", "name"))
        field.initial = visibility.chosen_funnels(self.instance)


_DJANGOS = tuple(DjangoUserAdmin.fieldsets or ())

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User], ModelAdmin[User]):
    form = StaffForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    # Before the long lists of permissions.
    fieldsets = (*_DJANGOS[:2], (_("Leads"), {"fields": ("funnels",)}), *_DJANGOS[2:])

    # Any: as Django types them.
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "funnels" in form.cleaned_data:
            give_funnels(user=form.instance, funnel_ids=form.cleaned_data["funnels"])


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin[Group]):
    pass
