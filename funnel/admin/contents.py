"""What stands on a ladder, each on a page of its own that knows its funnel and leads back to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnel.admin.kept_edits import kept_as_edit
from funnel.admin.vocabulary import mail_vocabulary, vocabulary_of
from funnel.admin_forms import StepForm
from funnel.models import Funnel, Step
from leads.admin import GiftAdmin
from leads.models import LeadMagnet
from nurture.admin import SeriesAdmin
from nurture.models import Sequence
from quizzes.wording import WordedForm
from quizzes.wording.vocabulary import Vocabulary

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands; `back` is the page that leads to it, `more` the one that belongs to it:
    the mails of a series asked for by name have a page of their own beside its words."""

    funnel: Funnel
    step: Step | None
    back: str
    back_words: str
    more: str = ""
    more_words: str = ""

    @property
    def url(self) -> str:
        return reverse("admin:funnel_funnel_change", args=[self.funnel.pk])


def on_funnel(funnel: Funnel, step: Step | None = None) -> Place:
    url = reverse("admin:funnel_funnel_change", args=[funnel.pk])
    return Place(funnel, step, url, funnel.name)


class OnLadder(ModelAdmin[M]):
    """Gives forms the funnel's words, shows the way back, and goes there after saving."""

    change_form_outer_before_template = "funnel_admin/_place.html"
    # Whether texts on this page may bring in what people said before.
    recalls = True

    def place(self, row: M) -> Place | None:
        raise NotImplementedError

    def vocabulary(self, place: Place) -> Vocabulary:
        return vocabulary_of(place.funnel, before=place.step)

    # Any: the extra context of an admin page.
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id else None
        extra = {
            **(extra_context or {}),
            "place": self.place(row) if row is not None else None,
            "recalled": self._recalled(row),
            "show_save_and_add_another": False,
        }
        place = extra["place"] if request.method == "POST" else None
        with kept_as_edit(request, place.funnel if place else None):
            return super().changeform_view(request, object_id, form_url, extra)

    # Any: the options and the class of a form, passed through untouched.
    def get_form(
        self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None and issubclass(form, WordedForm):
            form.vocabulary = self._words(obj)
        return form

    # Any: Django's pairs of formset class and inline.
    def get_formsets_with_inlines(self, request: HttpRequest, obj: M | None = None) -> Any:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if obj is not None and issubclass(formset.form, WordedForm):
                formset.form.vocabulary = self._words(obj)
            yield formset, inline

    # Any: the list of inlines as Django types it.
    def get_inline_instances(self, request: HttpRequest, obj: M | None = None) -> Any:
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            if obj is not None and hasattr(inline, "vocabulary"):
                inline.vocabulary = self._words(obj)
        return inlines

    def response_post_save_change(self, request: HttpRequest, obj: M) -> HttpResponseRedirect:
        place = self.place(obj)
        return redirect(place.back) if place else super().response_post_save_change(request, obj)

    def _recalled(self, row: M | None) -> list[str]:
        """What texts of this page may bring in; nothing where no text does."""
        return list(self._words(row).names().values()) if row is not None and self.recalls else []

    def _words(self, obj: M) -> Vocabulary:
        place = self.place(obj)
        return self.vocabulary(place) if place else Vocabulary()


def step_of(**which: int) -> Step | None:
    return Step.objects.select_related("funnel").filter(**which).first()


class OnStep(OnLadder[M]):
    """One row that one step shows."""

    step_field: str

    def place(self, row: M) -> Place | None:
        step = step_of(**{self.step_field: row.pk})
        return on_funnel(step.funnel, step) if step else None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It begins with its step, on the ladder."""
        return False

    # Any: the row as Django types it here.
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It leaves with its step."""
        return False


@admin.register(LeadMagnet)
class LadderGiftAdmin(OnStep[LeadMagnet], GiftAdmin):
    step_field = "magnet"
    list_display = ("named", "kind_in_words", "minutes_in_words", "funnel_name")
    list_before_template = "funnel_admin/_gifts_note.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LeadMagnet]:
        return super().get_queryset(request).select_related("step__funnel")

    def place(self, row: LeadMagnet) -> Place | None:
        place = super().place(row)
        sequence = place.step.sequence_id if place and place.step else None
        if place is None or sequence is None:
            return place
        mails = reverse("admin:nurture_sequence_change", args=[sequence])
        return replace(place, more=mails, more_words=_("Write its mails"))

    @admin.display(description=gettext_lazy("Funnel"), ordering="step__funnel__name")
    def funnel_name(self, gift: LeadMagnet) -> str:
        step = getattr(gift, "step", None)
        return step.funnel.name if step else "-"


@admin.register(Sequence)
class LadderSeriesAdmin(OnLadder[Sequence], SeriesAdmin):
    list_display = (
        "named",
        "mail_count",
        "purpose_in_words",
        "on_hold",
        "after_result",
        "funnel_name",
    )
    list_before_template = "funnel_admin/_mails_note.html"
    change_form_before_template = "funnel_admin/_series_numbers.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sequence]:
        """Those of a funnel; what was taken off one stays as a raw row only."""
        related = "seriesrule__funnel", "seriesrule__outcome", "step__funnel"
        mine = super().get_queryset(request).select_related(*related)
        return mine.exclude(seriesrule=None, step=None)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Sequence | None = None
    ) -> tuple[str, ...]:
        """Asking for it by name is what allows its mails: there is nothing to choose."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "purpose") if getattr(obj, "step", None) else fields

    def place(self, row: Sequence) -> Place | None:
        rule, step = getattr(row, "seriesrule", None), getattr(row, "step", None)
        if step is None:
            return on_funnel(rule.funnel) if rule else None
        words = reverse("admin:leads_leadmagnet_change", args=[step.magnet_id])
        return replace(on_funnel(step.funnel, step), more=words, more_words=_("What its page says"))

    def _words(self, obj: Sequence) -> Vocabulary:
        """Mails come later: they may bring in and lead to all of the funnel."""
        place = self.place(obj)
        return mail_vocabulary(place.funnel, obj) if place else Vocabulary()

    @admin.display(description=gettext_lazy("After the result"))
    def after_result(self, series: Sequence) -> str:
        rule = getattr(series, "seriesrule", None)
        if rule is None:
            return _("Asked for on the ladder")
        return rule.outcome.name if rule.outcome else _("Everybody else")

    @admin.display(description=gettext_lazy("Funnel"))
    def funnel_name(self, series: Sequence) -> str:
        rule = getattr(series, "seriesrule", None)
        return (rule or series.step).funnel.name


@admin.register(Step)
class StepAdmin(OnLadder[Step]):
    """The button that leads to a step, when it is shown, and the words of a bare thought."""

    form = StepForm
    recalls = False

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: Step | None = None) -> Any:
        own = ((_("What it says"), {"fields": ("title", "body")}),)
        is_thought = obj is not None and obj.kind == Step.Kind.STATEMENT
        is_poll = obj is not None and obj.kind == Step.Kind.POLL
        is_result = obj is not None and obj.kind == Step.Kind.RESULT
        figures = ((_("Everybody's answers"), {"fields": ("show_from",)}),)
        parts = ((_("How much of it"), {"fields": ("part",)}),)
        return [
            *(own if is_thought else ()),
            (_("The button that leads here"), {"fields": ("invite",)}),
            *(figures if is_poll else ()),
            *(parts if is_result else ()),
            (_("Only show when"), {"fields": ("only_when",)}),
        ]

    def place(self, row: Step) -> Place | None:
        return on_funnel(row.funnel, row)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, str] | None = None
    ) -> HttpResponse:
        """Steps are seen on their ladder."""
        if not request.user.is_superuser and self.has_view_or_change_permission(request):
            return redirect("admin:funnel_funnel_changelist")
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Step | None = None) -> bool:
        return False
