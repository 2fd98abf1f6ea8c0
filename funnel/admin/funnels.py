"""The list of funnels, and one funnel with its ladder and its mail series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Count, F, Q, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from funnel.admin import actions, building, publish_pages, schedule, share, versions
from funnel.admin.beginnings import FunnelBeginnings
from funnel.admin.kept_edits import kept_as_edit
from funnel.admin.looking import look_sample
from funnel.admin.places import content_address, mails_address, step_address
from funnel.admin.rungs import far_ahead, rungs_of
from funnel.admin.source_hooks import SourceHookInline, save_source_hooks
from funnel.admin.state import state_of
from funnel.admin.vocabulary import vocabulary_of
from funnel.admin_forms import STEP_KINDS, FunnelForm, SeriesRuleForm, SeriesRuleFormSet
from funnel.ladder import remove_series, remove_steps, title_of
from funnel.look_form import LOOK_FIELDS
from funnel.models import Funnel, SeriesRule, SourceHook, Step
from leads.business import business
from quizzes.models import Outcome
from quizzes.wording import read_condition
from quizzes.wording.describing import describe
from quizzes.wording.vocabulary import Vocabulary

if TYPE_CHECKING:
    from django.contrib.admin import TabularInline
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import TabularInline

_LOOKS = {kind: (icon, ask) for kind, icon, _gives, ask in STEP_KINDS}


class StepInline(TabularInline[Step, Funnel]):
    model = Step
    fields = ("what", "invite", "shown", "position")
    readonly_fields = ("what", "shown")
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    verbose_name_plural = _("the ladder")
    template_after = "funnel_admin/_add_step.html"
    vocabulary = Vocabulary()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        steps = super().get_queryset(request).select_related("quiz", "magnet", "opt_in", "offer")
        return steps.annotate(message_count=Count("sequence__messages"))

    # Any: the field and its options, passed through untouched.
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "invite":
            # The column's head is all the eye needs; a screen reader needs it in each row.
            field.widget.attrs["aria-label"] = _("Words on the button that leads here")
        return field

    @admin.display(description=_("Step"))
    def what(self, step: Step) -> str:
        icon, ask = _LOOKS[Step.Kind(step.kind)]
        return render_to_string(
            "funnel_admin/_step.html",
            {
                "kind": step.get_kind_display(),
                "title": title_of(step),
                "icon": icon,
                "ask": ask,
                "url": content_address(step),
                "mails_url": mails_address(step),
                "mails": getattr(step, "message_count", 0),
            },
        )

    @admin.display(description=_("Only show when"))
    def shown(self, step: Step) -> str:
        words = describe(read_condition(step.show_if), self.vocabulary)
        return render_to_string(
            "funnel_admin/_edit_link.html",
            {
                "url": step_address(step),
                "words": words[0].upper() + words[1:],
                "about": title_of(step),
            },
        )

    # Any: the row as Django types it here.
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Steps are added with their content, on a page of its own."""
        return False


class SeriesRuleInline(TabularInline[SeriesRule, Funnel]):
    model = SeriesRule
    form = SeriesRuleForm
    formset = SeriesRuleFormSet  # type: ignore[assignment]  # the stubs want the bare ModelForm
    fields = ("outcome", "mails", "position")
    readonly_fields = ("mails",)
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    verbose_name_plural = _("which mails after which result")
    template_after = "funnel_admin/_add_series.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SeriesRule]:
        rules = super().get_queryset(request).select_related("sequence", "outcome")
        return rules.annotate(message_count=Count("sequence__messages"))

    # Any: the options of a formset, passed through untouched.
    def get_formset(self, request: HttpRequest, obj: Funnel | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        assert issubclass(formset.form, SeriesRuleForm)
        formset.form.results = Outcome.objects.filter(quiz__step__funnel=obj)
        return formset

    @admin.display(description=_("Mail series"))
    def mails(self, rule: SeriesRule) -> str:
        count: int = getattr(rule, "message_count", 0)
        return render_to_string(
            "funnel_admin/_edit_link.html",
            {
                "url": reverse("admin:nurture_sequence_change", args=[rule.sequence_id]),
                "words": ngettext("%(name)s, %(count)s mail", "%(name)s, %(count)s mails", count)
                % {"name": rule.sequence.name, "count": count},
                "about": rule.sequence.name,
            },
        )

    # Any: the row as Django types it here.
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A series is added with its first mail, on a page of its own."""
        return False


@admin.register(Funnel)
class FunnelAdmin(FunnelBeginnings):
    form = FunnelForm
    list_display = ("named", "state", "visitors")
    search_fields = ("name", "slug")
    actions = None
    inlines = (StepInline, SeriesRuleInline, SourceHookInline)
    change_form_template = "funnel_admin/funnel_form.html"
    change_form_outer_before_template = "funnel_admin/_state.html"
    prepopulated_fields = {"slug": ("name",)}
    warn_unsaved_form = True
    fieldsets = (
        (_("First screen"), {"fields": ("name", "hook", "reassurance")}),
        (_("Look"), {"fields": LOOK_FIELDS, "classes": ("collapse",)}),
        (
            _("Address, language, confirmation"),
            {
                "fields": (("slug", "language"), "is_default", "double_opt_in"),
                "classes": ("collapse",),
            },
        ),
    )
    add_fieldsets = (
        (
            _("A new funnel"),
            {
                "fields": ("name", "slug", "language", "hook", "reassurance"),
                "description": _(
                    "Begin with one certain problem of the people you want to help."
                    " The steps come next."
                ),
            },
        ),
        (_("Look"), {"fields": LOOK_FIELDS, "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Funnel]:
        since = Q(
            visits__publication=F("publication"),
            visits__is_test=False,
            visits__is_suspected_bot=False,
        )
        return (
            super()
            .get_queryset(request)
            .select_related("publication__published_by", "theme")
            .annotate(visitor_count=Count("visits", filter=since))
        )

    @admin.display(description=_("Funnel"), ordering="name")
    def named(self, funnel: Funnel) -> str:
        return render_to_string("funnel_admin/_named.html", {"funnel": funnel})

    @admin.display(description=_("State"))
    def state(self, funnel: Funnel) -> str:
        return render_to_string("funnel_admin/_stands.html", {"state": state_of(funnel)})

    @admin.display(description=_("Visitors of this version"))
    def visitors(self, funnel: Funnel) -> str:
        if funnel.publication is None:
            return "-"
        count: int = getattr(funnel, "visitor_count", 0)
        since = timezone.localtime(funnel.publication.published_at)
        words = {"count": count, "day": date_format(since, "j M")}
        return gettext("%(count)s since %(day)s") % words

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("publish", publish_pages.publish_page),
            ("take-down", publish_pages.take_down_page),
            ("schedule", schedule.schedule_page),
            ("preview", actions.preview),
            ("download", actions.download),
            ("share", share.share_page),
            ("remove-demo", actions.remove_demo_now),
            ("add-step", building.add_step_page),
            ("add-series", building.add_series_page),
        )
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"funnel_{name.replace('-', '_')}",
            )
            for name, view in pages
        ]
        code = path(
            "<int:pk>/share/code.<slug:kind>",
            self.admin_site.admin_view(share.share_code),
            name="funnel_share_code",
        )
        history = [
            path(f"<int:pk>/versions/{ending}", self.admin_site.admin_view(view), name=name)
            for ending, view, name in (
                ("", versions.history_page, "funnel_history"),
                ("<int:number>/", versions.version_page, "funnel_version"),
                ("<int:number>/preview/", versions.version_preview, "funnel_version_preview"),
                ("<int:number>/restore/", versions.restore_page, "funnel_restore"),
            )
        ]
        people = path(
            "people/", self.admin_site.admin_view(building.people_page), name="funnel_people"
        )
        look = path("look/", self.admin_site.admin_view(look_sample), name="funnel_look_sample")
        return [people, look, code, *history, *own, *super().get_urls()]

    # Any: the options of a form, passed through untouched.
    def get_form(
        self, request: HttpRequest, obj: Funnel | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Funnel]]:
        form = super().get_form(request, obj, change, **kwargs)
        assert issubclass(form, FunnelForm)
        form.now = timezone.now()
        return form

    # Any: the extra context of an admin page.
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        funnel = self.get_object(request, object_id) if object_id else None
        rungs = rungs_of(funnel) if funnel else []
        extra = {
            **(extra_context or {}),
            "state": state_of(funnel) if funnel else None,
            "rungs": rungs,
            "far_ahead": far_ahead(rungs),
            "brand": business().name,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        with kept_as_edit(request, funnel if request.method == "POST" else None):
            return super().changeform_view(request, object_id, form_url, extra)

    # Any: the list of inlines as Django types it.
    def get_inline_instances(self, request: HttpRequest, obj: Funnel | None = None) -> Any:
        inlines = super().get_inline_instances(request, obj) if obj else []
        for inline in inlines:
            if isinstance(inline, StepInline) and obj is not None:
                inline.vocabulary = vocabulary_of(obj)
        return inlines

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Funnel | None = None
    ) -> dict[str, Any]:  # Any: as Django types it
        return {} if obj else dict(self.prepopulated_fields)

    def save_model(
        self, request: HttpRequest, obj: Funnel, form: ModelForm[Funnel], change: bool
    ) -> None:
        assert isinstance(form, FunnelForm)
        obj.theme = form.save_look()
        if form.faint_words():
            messages.warning(
                request,
                gettext("Your colour is faint: buttons are found, words in it are made stronger."),
            )
        if not change:
            obj.created_at = timezone.now()
        if obj.is_default:
            Funnel.objects.filter(is_default=True).exclude(pk=obj.pk).update(is_default=False)
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Funnel) -> None:
        """With everything that only this funnel shows."""
        remove_steps(steps=list(obj.steps.all()))
        remove_series(rules=list(obj.series_rules.all()))
        super().delete_model(request, obj)
        obj.theme.delete()

    # Any: formsets of several models pass here.
    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        formset.save(commit=False)
        if formset.model is SourceHook:
            kept = [row for row, _changed in formset.changed_objects]
            save_source_hooks(hooks=[*kept, *formset.new_objects], gone=formset.deleted_objects)
            return
        for row, _changed in formset.changed_objects:
            row.save()
        if formset.model is Step:
            remove_steps(steps=formset.deleted_objects)
        else:
            remove_series(rules=formset.deleted_objects)

    def response_post_save_change(self, request: HttpRequest, obj: Funnel) -> HttpResponseRedirect:
        """Marketers stay with their funnel."""
        return redirect("admin:funnel_funnel_change", obj.pk)

    def response_post_save_add(self, request: HttpRequest, obj: Funnel) -> HttpResponseRedirect:
        """Straight to where its steps are built."""
        return redirect("studio:page", obj.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Funnel | None = None) -> bool:
        """A funnel with visitors stays for its numbers; taking it down is the way."""
        if obj is not None and (obj.publication_id or obj.visits.exists()):
            return False
        return super().has_delete_permission(request, obj)
