"""One mail of a series in the admin: when it comes, what it says, the one thing it asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import TEXTAREA_CLASSES, UnfoldAdminSelectWidget

from nurture.admin_forms.answers import AnswersError, read_answers
from nurture.admin_forms.clocks import number
from nurture.admin_forms.targets import grouped_targets, targets
from nurture.admin_forms.timing import TimingForm
from nurture.mail_words import before
from nurture.models import Message
from quizzes.wording import ConditionForm, KeyedForm, SpokenForm


class MailForm(TimingForm, KeyedForm[Message], ConditionForm[Message], SpokenForm[Message]):
    key_parent, key_source = "sequence", "subject"
    spoken_fields = ("subject", "preheader", "body", "button_label")
    has_results = True
    words = {
        "subject": (_("Subject"), _("What they get from opening it, in a few words.")),
        "preheader": (_("Line after the subject"), _("Mail programs show it beside the subject.")),
        "body": (_("Text"), _("Short. Asks for one small thing.")),
        "button_label": (
            _("Words on the button"),
            _("Where it is answered in the mail: the question."),
        ),
    }

    button_target = forms.ChoiceField(
        label=_("What it asks for"), widget=UnfoldAdminSelectWidget, choices=targets({})
    )
    answers = forms.CharField(
        label=_("Answers, one a line"),
        required=False,
        help_text=_("Two to five. Each is a button in the mail; one tap answers."),
        widget=forms.Textarea(attrs={"rows": 4, "class": " ".join(TEXTAREA_CLASSES)}),
    )
    if_unmet = forms.ChoiceField(
        label=_("For everybody else"),
        choices=Message.IfUnmet,
        widget=UnfoldAdminSelectWidget,
    )
    wait_days = number(
        _("How many days at most"), least=1, most=90, help_text=_("Then it is left out.")
    )
    expires_days = number(
        _("Too late after so many days"),
        least=1,
        most=365,
        help_text=_("Left out if it could not leave by then. Empty: never too late."),
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = kwargs.get("instance")
        if isinstance(given, Message) and given.key:
            self.vocabulary = before(self.vocabulary, given.key)
        super().__init__(*args, **kwargs)
        if "only_when" in self.fields:
            self.fields["only_when"].label = _("Only send when")
            self.fields["only_when"].help_text = _("Nothing chosen: everybody gets it.")
        target = self.fields.get("button_target")
        if isinstance(target, forms.ChoiceField):
            target.choices = grouped_targets(dict(self.vocabulary.steps))
        self.initial["answers"] = "\n".join(each["label"] for each in self.instance.choices)

    def clean_wait_days(self) -> int:
        """Empty: as it stands, for it counts only while a mail waits."""
        days: int | None = self.cleaned_data["wait_days"]
        return self.instance.wait_days if days is None else days

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not {"answers", "button_target"} <= cleaned.keys():
            return cleaned
        said = cleaned["answers"] if cleaned["button_target"] == "poll" else ""
        try:
            self.instance.choices = read_answers(said, self.instance.choices)
        except AnswersError as wrong:
            self.add_error("answers", str(wrong))
        return cleaned
