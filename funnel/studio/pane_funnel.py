"""Panes of what belongs to a funnel as a whole: its first screen, its look, its settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnel.admin.share_forms import DomainsForm, LinkLookForm, fitting
from funnel.admin.source_hooks import SourceHookForm
from funnel.admin_forms import FunnelForm
from funnel.look_form import LookForm
from funnel.models import Funnel, Theme
from funnel.sharing.domains import DomainError, origins_of, written
from funnel.studio.desk import Desk, Link, Pane, Rows, Shape
from funnel.studio.fields import AnyForm
from leads.models import MediaFile
from leads.picture_forms import PictureField, PictureForm
from quizzes.wording import LabelledForm

_SHARE = LinkLookForm.base_fields


class ThemeForm(LookForm):
    """The look alone: the row behind it is called after its funnel."""

    def save(self, commit: bool = True) -> Funnel:  # noqa: ARG002  # Django's signature
        self.cleaned_data["name"] = self.instance.name
        theme: Theme = self.save_look()
        funnel: Funnel = self.instance
        funnel.theme = theme
        return funnel


class ShareForm(PictureForm, LabelledForm[Funnel]):
    """How a link to the funnel looks in a chat."""

    words = {
        f"share_{name}": (_SHARE[name].label or "", _SHARE[name].help_text)
        for name in ("title", "text", "picture_alt")
    }

    share_picture = PictureField(
        label=_SHARE["picture"].label, help_text=_SHARE["picture"].help_text, shapes=("1.91:1",)
    )

    def clean_share_picture(self) -> MediaFile | None:
        return fitting(self.cleaned_data["share_picture"])


class SettingsForm(FunnelForm):
    def save(self, commit: bool = True) -> Funnel:
        if self.instance.is_default:
            others = Funnel.objects.filter(is_default=True).exclude(pk=self.instance.pk)
            others.update(is_default=False)
        saved: Funnel = super().save(commit)
        return saved


class EmbedForm(LabelledForm[Funnel]):
    words = {
        "embed_on": (
            gettext_lazy("Pages that may show it"),
            DomainsForm.base_fields["embed_on"].help_text,
        )
    }

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["embed_on"] = written(self.instance.embed_on.split())
        self.fields["embed_on"].widget.attrs |= {"rows": 3, "dir": "ltr"}

    def clean_embed_on(self) -> str:
        try:
            return "\n".join(origins_of(str(self.cleaned_data["embed_on"])))
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error


def start_pane(desk: Desk, funnel: Funnel) -> Pane:
    lines = ("name", "hook", "reassurance")
    sections = desk.sections(FunnelForm, funnel, [Shape("", lines)], prefix="start")
    hooks = [
        desk.row(
            SourceHookForm,
            hook,
            ("source", "text", "reassurance"),
            what="source",
            said=hook.source,
        )
        for hook in funnel.source_hooks.all()
    ]
    rows = Rows(
        what="source",
        title=_("Other first words for people from one source"),
        one=_("Source"),
        add_words=_("Add a source"),
        rows=tuple(hooks),
        note=_("So that an ad and the first screen say the same."),
        is_folded=not hooks,
        check=check_sources,
    )
    return desk.pane(_("First screen"), _("the first screen"), [*sections, rows])


def check_sources(forms_: Sequence[AnyForm]) -> None:
    named: set[str] = set()
    for form in forms_:
        source = str(form.cleaned_data.get("source") or "")
        if source and source in named:
            form.add_error("source", _("Two of these first words are for the same source."))
        named.add(source)


def look_pane(desk: Desk, funnel: Funnel) -> Pane:
    shapes = [
        Shape(_("Colours and letters"), (("accent", "accent_dark"), ("font", "corner"))),
        Shape(_("Background"), (("background", "background_dark"),), is_folded=not _tinted(funnel)),
        Shape(_("Logo"), ("logo", "logo_alt"), is_folded=not funnel.theme.logo_id),
        Shape(_("Picture on the first screen"), ("picture", "picture_alt")),
    ]
    sections = desk.sections(ThemeForm, funnel, shapes, prefix="look")
    told = ("share_title", "share_text", "share_picture", "share_picture_alt")
    share = desk.sections(
        ShareForm,
        funnel,
        [Shape(_("When somebody sends the link on"), told, is_folded=True)],
        prefix="share",
    )
    return desk.pane(_("Look"), _("the look"), [*sections, *share])


def _tinted(funnel: Funnel) -> bool:
    return bool(funnel.theme.background or funnel.theme.background_dark)


def settings_pane(desk: Desk, funnel: Funnel) -> Pane:
    own = [
        Shape("", ("slug", "language", "is_default")),
        Shape(_("Confirmation"), ("double_opt_in",)),
    ]
    sections = desk.sections(SettingsForm, funnel, own, prefix="settings")
    embed = desk.sections(
        EmbedForm,
        funnel,
        [Shape(_("In pages of others"), ("embed_on",), is_folded=not funnel.embed_on)],
        prefix="embed",
    )
    links = (
        Link(reverse("admin:funnel_languages", args=[funnel.pk]), _("Further languages")),
        Link(reverse("admin:funnel_share", args=[funnel.pk]), _("Links, codes and lines to embed")),
    )
    return desk.pane(_("Settings"), _("the settings"), [*sections, *embed], links=links)
