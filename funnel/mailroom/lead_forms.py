"""What the page of one person's mails is asked: an act of staff, or "what if they do X?"."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnel.admin.vocabulary import NO_ASK
from funnel.ladder import title_of
from funnel.mailroom.lead_acts import PAUSE, REPLIED, RESUME, STOP
from funnel.models import SeriesRule, Step
from leads.models import Lead, VisitFacts
from nurture.models import Enrollment, SequenceVersion
from nurture.people import same_person
from nurture.planning.versions import content_of
from nurture.telling.rehearsing import Imagined

_AFTER = "after:"
WHEN = (
    ("0", gettext_lazy("now")),
    ("1", gettext_lazy("tomorrow")),
    ("3", gettext_lazy("in 3 days")),
    ("7", gettext_lazy("in a week")),
    ("after:1", gettext_lazy("after the next mail")),
    ("after:2", gettext_lazy("after the second mail from now")),
    ("after:3", gettext_lazy("after the third mail from now")),
)


class ActForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in (PAUSE, RESUME, STOP, REPLIED)])


class WhatIfForm(forms.Form):
    """Everything is optional; a choice that is not there (any more) counts as not made."""

    what = forms.ChoiceField(label=gettext_lazy("What if they"), required=False)
    when = forms.ChoiceField(label=gettext_lazy("When"), required=False, choices=WHEN)
    series = forms.ChoiceField(label=gettext_lazy("Series"), required=False)

    def __init__(self, data: QueryDict, *, lead: Lead, now: datetime) -> None:
        super().__init__(data)
        self.now = now
        people = same_person(lead.pk)
        funnels = list(VisitFacts.objects.filter(lead__in=people).values_list("funnel_id"))
        ids = {pk for (pk,) in funnels}
        places = Enrollment.objects.filter(lead__in=people).select_related("version")
        running = [each for each in places if each.state == Enrollment.State.ACTIVE]
        ids |= {each.funnel_id for each in running}
        self.versions = _startable(ids, taken={each.sequence_id for each in running})
        _choose(self, "what", [*_plain(), *_steps(ids), *_answers(running)])
        series = [(str(each.pk), content_of(each).sequence.name) for each in self.versions]
        named = [(key, _("Start “%(series)s” now") % {"series": name}) for key, name in series]
        _choose(self, "series", [("", _("The series they are on")), *named])

    @property
    def is_asked(self) -> bool:
        return "what" in self.data

    def imagined(self) -> Imagined:
        """What is imagined; nothing where a choice is not one of ours."""
        said = self.cleaned_data if self.is_valid() else {}
        when = str(said.get("when") or "0")
        after = int(when.removeprefix(_AFTER)) if when.startswith(_AFTER) else 0
        at = None if after else self.now + timedelta(days=int(when))
        return Imagined(act=str(said.get("what") or ""), at=at, after_mails=after)

    def version(self) -> SequenceVersion | None:
        chosen = str(self.cleaned_data.get("series") or "") if self.is_valid() else ""
        return next((each for each in self.versions if str(each.pk) == chosen), None)


def funnel_of(sequence_id: int) -> int | None:
    """The one funnel a series belongs to."""
    rule = SeriesRule.objects.filter(sequence=sequence_id).values_list("funnel_id", flat=True)
    step = Step.objects.filter(sequence=sequence_id).values_list("funnel_id", flat=True)
    return rule.first() or step.first()


def _plain() -> list[tuple[str, str]]:
    return [
        ("", _("do nothing")),
        ("offer", _("press the offer")),
        ("call", _("ask for a call")),
        ("reply", _("reply to a mail")),
        ("unsubscribe", _("unsubscribe")),
        ("claimed", _("are claimed by sales")),
    ]


def _steps(funnel_ids: set[int]) -> list[tuple[str, str]]:
    steps = Step.objects.filter(funnel__in=funnel_ids).exclude(kind__in=NO_ASK)
    found = {
        f"step:{step.key}": _("take “%(step)s”") % {"step": title_of(step)}
        for step in steps.select_related("quiz", "magnet", "opt_in", "offer").order_by("pk")
    }
    return list(found.items())


def _answers(running: list[Enrollment]) -> list[tuple[str, str]]:
    found = {}
    for place in running:
        for mail in content_of(place.version).sequence.messages:
            for choice in mail.choices:
                words = {"said": choice.label, "asked": mail.button.label}
                key = f"answer:{mail.key}:{choice.key}"
                found[key] = _("answer “%(said)s” to “%(asked)s”") % words
    return list(found.items())


def _startable(funnel_ids: set[int], *, taken: set[int]) -> list[SequenceVersion]:
    """The live series of these funnels that the person is not on."""
    by_result = SeriesRule.objects.filter(funnel__in=funnel_ids).values_list("sequence_id")
    asked_for = Step.objects.filter(funnel__in=funnel_ids, sequence__isnull=False)
    ids = {pk for (pk,) in [*by_result, *asked_for.values_list("sequence_id")]} - taken
    return list(SequenceVersion.objects.filter(sequence__in=ids, is_current=True).order_by("pk"))


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
