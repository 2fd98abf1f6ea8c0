"""What can be changed on the share page: who may frame the funnel, and how its link looks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from funnel.models import Funnel
from funnel.sharing.domains import DomainError, origins_of, written
from leads.models import MediaFile
from leads.picture_forms import MediaShelf, PictureField, PictureWidget

LEAST_WIDTH, LEAST_HEIGHT = 600, 315
# Some of the apps that show links know no newer kinds.
_KINDS = ("image/png", "image/jpeg")


class DomainsForm(forms.Form):
    embed_on = forms.CharField(
        label=_("Pages that may show it"),
        required=False,
        max_length=4_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "dir": "ltr"}),
        help_text=_(
            "One domain a line, like example.com. With and without www counts as one. "
            "Everywhere else people see a link instead."
        ),
    )

    def __init__(self, data: Any = None, *, funnel: Funnel) -> None:  # Any: a request's POST
        now = written(funnel.embed_on.split())
        super().__init__(data, initial={"embed_on": now})
        self.funnel = funnel

    def clean_embed_on(self) -> tuple[str, ...]:
        try:
            return origins_of(str(self.cleaned_data["embed_on"]))
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error

    def save(self) -> None:
        self.funnel.embed_on = "\n".join(self.cleaned_data["embed_on"])
        self.funnel.save(update_fields=["embed_on"])


class LinkLookForm(forms.Form):
    """`now` is when a picture came. Stores it while cleaning: its pixels are looked at there."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget(attrs={"data-look": "title"}),
        help_text=_("About 60 characters are seen. Empty: the funnel's name."),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget(attrs={"data-look": "text"}),
        help_text=_("About 80 characters are seen. Empty: the hook."),
    )
    picture = PictureField(
        label=_("Picture"),
        shapes=("1.91:1",),
        help_text=_("1200 by 630, JPG or PNG. Empty: one drawn from your hook and colour."),
    )
    picture_alt = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Read aloud to people who cannot see it."),
    )

    # Any: a request's POST and FILES.
    def __init__(
        self, data: Any = None, files: Any = None, *, funnel: Funnel, now: datetime
    ) -> None:
        initial = {
            "title": funnel.share_title,
            "text": funnel.share_text,
            "picture": funnel.share_picture,
            "picture_alt": funnel.share_picture_alt,
        }
        super().__init__(data, files, initial=initial)
        self.funnel = funnel
        widget = self.fields["picture"].widget
        assert isinstance(widget, PictureWidget)
        widget.shelf = MediaShelf(now)

    def clean_picture(self) -> MediaFile | None:
        return fitting(self.cleaned_data["picture"])

    def save(self) -> None:
        data, funnel = self.cleaned_data, self.funnel
        funnel.share_title, funnel.share_text = data["title"], data["text"]
        funnel.share_picture = data["picture"]
        funnel.share_picture_alt = data["picture_alt"] if data["picture"] else ""
        funnel.save(
            update_fields=["share_title", "share_text", "share_picture", "share_picture_alt"]
        )


def fitting(media: MediaFile | None) -> MediaFile | None:
    """The picture of a link as it came. Raises forms.ValidationError for one that apps refuse."""
    if media is None:
        return None
    if media.content_type not in _KINDS:
        raise forms.ValidationError(_("Save it as JPG or PNG: many apps show no other kind."))
    if (media.width or 0) < LEAST_WIDTH or (media.height or 0) < LEAST_HEIGHT:
        raise forms.ValidationError(
            _("It is %(width)s by %(height)s. At least 600 by 315, or apps show it tiny."),
            params={"width": media.width, "height": media.height},
        )
    return media
