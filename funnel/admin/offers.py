"""The offer in the admin: what it says, what its button does, and what follows "not now"."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy

from funnel.admin.contents import OnStep
from funnel.admin.offer_form import OfferForm
from funnel.models import Offer


@admin.register(Offer)
class OfferAdmin(OnStep[Offer]):
    step_field = "offer"
    form = OfferForm
    # An address typed without its beginning means https.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    warn_unsaved_form = True
    fieldsets = (
        (gettext_lazy("It opens with"), {"fields": ("opening", "shows_done")}),
        (
            gettext_lazy("What you offer"),
            {"fields": ("headline", "body", "price", "terms", "proof")},
        ),
        (
            gettext_lazy("The button"),
            {
                "fields": (
                    *("button", "action", "url", "key_name", "whatsapp", "whatsapp_text"),
                    "thanks",
                ),
                "description": gettext_lazy(
                    "Fields that the chosen way does not need may stay empty."
                ),
            },
        ),
        (gettext_lazy("“Not now”"), {"fields": ("not_now", "later", "later_step")}),
        (gettext_lazy("When it opens"), {"fields": ("min_depth",)}),
    )
