"""Steps and mail series of a funnel as marketers build them: each brings its own content.

The admin calls it, so that nobody has to make a quiz first and tie it to a step afterwards.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, ProtectedError, Q
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.models import Funnel, Offer, OptIn, OptInField, SeriesRule, Step
from leads.business import business
from leads.models import LeadMagnet
from nurture.holiday_places import usual_window
from nurture.models import Message, Sequence
from quizzes.keys import free_key
from quizzes.models import Outcome, Question, Quiz

_INVITES = {
    Step.Kind.QUIZ: _("Start the quiz"),
    Step.Kind.POLL: _("One quick question"),
    Step.Kind.RESULT: _("See my result"),
    Step.Kind.CHECKLIST: _("Next: a one-page checklist, 3 minutes"),
    Step.Kind.GUIDE: _("Next: a short guide, 3 minutes"),
    Step.Kind.VIDEO: _("Next: a short video, 3 minutes"),
    Step.Kind.SERIES: _("Next: five mails, two minutes each"),
    Step.Kind.LINK: _("Next: something worth a look"),
    Step.Kind.STATEMENT: _("Go on"),
    Step.Kind.OPT_IN: _("Get it by mail"),
    Step.Kind.OFFER: _("See what comes next"),
}
# Where a result is missing the sender says this instead, so that every mail reads well.
_FIRST_MAIL = _('Hello {{ first_name | default: "there" }},\n\nhere is what you asked for.\n')


@transaction.atomic
def add_step(*, funnel: Funnel, kind: Step.Kind, title: str) -> Step:
    """A new last step with the quiz, gift, words or offer it needs, ready to be written.

    Its first words are in the funnel's language, whatever the marketer reads.
    """
    with translation.override(funnel.language):
        title = title or str(kind.label)
        step = Step(
            funnel=funnel,
            kind=kind,
            key=free_key(
                title,
                taken=set(funnel.steps.values_list("key", flat=True)),
                fallback=kind.replace("_", "-"),
            ),
            position=_next(funnel.steps.aggregate(last=Max("position"))["last"]),
            invite=str(_INVITES[kind]),
        )
        _give_content(step, title)
    step.save()
    return step


def _give_content(step: Step, title: str) -> None:
    match step.kind:
        case Step.Kind.QUIZ:
            step.quiz = Quiz.objects.create(name=title)
        case Step.Kind.POLL:
            step.quiz = Quiz.objects.create(name=title, scoring=Quiz.Scoring.NONE)
            Question.objects.create(
                quiz=step.quiz, key=free_key(title, taken=(), fallback="poll"), text=title
            )
        case Step.Kind.CHECKLIST | Step.Kind.GUIDE | Step.Kind.VIDEO:
            step.magnet = LeadMagnet.objects.create(kind=step.kind, title=title)
        case Step.Kind.LINK:
            step.magnet = LeadMagnet.objects.create(
                kind=step.kind, title=title, button=str(_("Open it"))
            )
        case Step.Kind.SERIES:
            _give_series(step, title)
        case Step.Kind.OPT_IN:
            step.opt_in = OptIn.objects.create(
                title=title,
                button=str(_("Send it to me")),
                skip_label=str(_("No thanks, just go on")),
                mail_subject=title,
                mail_body=str(_FIRST_MAIL),
                mail_button_label=str(_("Open my result")),
            )
            step.opt_in.fields.create(kind=OptInField.Kind.EMAIL)
        case Step.Kind.OFFER:
            step.offer = Offer.objects.create(headline=title, not_now=str(_("Not now")))
        case Step.Kind.STATEMENT:
            step.title = title


def _give_series(step: Step, title: str) -> None:
    step.magnet = LeadMagnet.objects.create(
        kind=step.kind,
        title=title,
        button=str(_("Send me these mails")),
        skip_label=str(_("No thanks, just go on")),
    )
    step.sequence = Sequence.objects.create(
        key=free_key(title, taken=_series_keys(step.funnel), fallback="mails"),
        name=title,
        purpose=Sequence.Purpose.SERIES,
        window=usual_window(business().country),
    )
    _write_first_mail(step.sequence)


@transaction.atomic
def remove_steps(*, steps: list[Step]) -> None:
    """Take steps off the ladder together with what only they show."""
    for step in steps:
        parts = (step.quiz, step.magnet, step.opt_in, step.offer)
        sequence = step.sequence
        step.delete()
        for part in parts:
            if part is not None:
                part.delete()
        if sequence is not None:
            _forget_series(sequence)


@transaction.atomic
def add_series(*, funnel: Funnel, result: Outcome | None, name: str) -> SeriesRule:
    """A new mail series for one result, or for everybody else, with a first mail to write on."""
    taken = _series_keys(funnel)
    sequence = Sequence.objects.create(
        key=free_key(name, taken=taken, fallback="mails"),
        name=name,
        window=usual_window(business().country),
    )
    with translation.override(funnel.language):
        _write_first_mail(sequence)
    return SeriesRule.objects.create(
        funnel=funnel,
        outcome=result,
        sequence=sequence,
        position=_next(funnel.series_rules.aggregate(last=Max("position"))["last"]),
    )


@transaction.atomic
def remove_series(*, rules: list[SeriesRule]) -> None:
    """Nobody new gets these series. One that was ever sent stays on record."""
    for rule in rules:
        sequence = rule.sequence
        rule.delete()
        _forget_series(sequence)


def _series_keys(funnel: Funnel) -> set[str]:
    mine = Q(seriesrule__funnel=funnel) | Q(step__funnel=funnel)
    return set(Sequence.objects.filter(mine).values_list("key", flat=True))


def _write_first_mail(sequence: Sequence) -> None:
    Message.objects.create(
        sequence=sequence,
        key="first-mail",
        subject=str(_("One small thing for today")),
        body=str(_FIRST_MAIL),
        button_label=str(_("Go on where you stopped")),
        button_target="resume",
    )


def _forget_series(sequence: Sequence) -> None:
    """One that was ever sent stays on record."""
    try:
        with transaction.atomic():
            sequence.delete()
    except ProtectedError:
        return


def title_of(step: Step) -> str:
    """What a step shows, in the words of its own content."""
    if step.quiz is not None:
        return step.quiz.name
    if step.magnet is not None:
        return step.magnet.title
    if step.opt_in is not None:
        return step.opt_in.title
    if step.offer is not None:
        return step.offer.headline
    return step.title or gettext("The result and what to do first")


def _next(last: int | None) -> int:
    return 0 if last is None else last + 1
