"""Panes of a mail series and of its mails."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnel.admin.vocabulary import mail_vocabulary
from funnel.models import SeriesRule
from funnel.studio.desk import Desk, Pane, Section, Shape
from nurture.admin_forms import MailForm, SeriesForm
from nurture.models import Message, Sequence
from quizzes.models import Outcome
from quizzes.wording import LabelledForm

_HOURS = ("days", ("opens", "closes"), "holidays")
_SENDER = ("sender_name", ("sender_email", "reply_to"))
_ENDING = ("ends_when", ("comes_back", "pause_between"))


class AfterForm(LabelledForm[SeriesRule]):
    words = {"outcome": (gettext_lazy("Who gets it"), gettext_lazy("After which result."))}

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Outcome.objects.filter(quiz__step__funnel=self.instance.funnel_id)
        field.empty_label = _("Everybody else")

    def clean_outcome(self) -> Outcome | None:
        outcome: Outcome | None = self.cleaned_data["outcome"]
        others = SeriesRule.objects.filter(funnel=self.instance.funnel_id, outcome=outcome)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("These people already get a mail series. Choose others."))
        return outcome


def series_pane(desk: Desk, series: Sequence) -> Pane:
    """A series asked for by name has nothing to choose: asking is what allows its mails."""
    rule = SeriesRule.objects.filter(sequence=series).first()
    allowed = ("purpose",) if rule else ()
    first = desk.sections(
        SeriesForm,
        series,
        [
            Shape("", ("name", *allowed)),
            Shape(_("When mails may arrive"), _HOURS, is_folded=True),
            Shape(_("Whom they come from"), _SENDER, is_folded=not series.sender_name),
            Shape(_("When it ends"), _ENDING, is_folded=True),
            Shape(_("Beside other mails"), ("turn", "counts_links"), is_folded=True),
        ],
        prefix="series",
        words=mail_vocabulary(desk.funnel, series),
    )
    after: list[Section] = []
    if rule is not None:
        after = desk.sections(AfterForm, rule, [Shape("", ("outcome",))], prefix="after")
    noun = _("the series “%(name)s”") % {"name": series.name}
    lead = _("Mail series")
    return desk.pane(series.name, noun, [*after, *first], lead=lead)


def mail_pane(desk: Desk, mail: Message) -> Pane:
    """Mails come later: they may bring in and lead to all of the funnel."""
    shapes = [
        Shape("", (("when", "wait", "delay_at"), "subject", "preheader", "body")),
        Shape(_("The one thing it asks for"), ("button_target", "button_label", "answers")),
        Shape(
            _("Who gets it"),
            ("only_when", ("if_unmet", "wait_days")),
            is_folded=not mail.show_if,
        ),
        Shape(_("When it comes too late"), ("expires_days",), is_folded=not mail.expires_days),
    ]
    words = mail_vocabulary(desk.funnel, mail.sequence)
    sections = desk.sections(MailForm, mail, shapes, prefix="mail", words=words)
    standing = Message.objects.filter(sequence=mail.sequence_id).values_list("pk", flat=True)
    number = {"number": [*standing].index(mail.pk) + 1}
    noun = _("mail %(number)s") % number
    return desk.pane(_("Mail %(number)s") % number, noun, [*sections], lead=mail.sequence.name)
