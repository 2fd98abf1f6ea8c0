"""Panes of the steps of a ladder: what stands on them, and the button that leads there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from funnel.admin.offer_form import OfferForm
from funnel.admin.opt_in_form import CONTACTS, FieldForm, OptInForm
from funnel.admin.vocabulary import vocabulary_of
from funnel.admin_forms import StepForm
from funnel.ladder import title_of
from funnel.models import Offer, OptIn, OptInField, Step
from funnel.studio.desk import Desk, Link, Pane, Rows, Section, Shape
from funnel.studio.fields import AnyForm
from funnel.studio.pane_questions import poll_blocks, quiz_sections
from funnel.studio.pieces import Piece, PieceKind
from leads.gift_forms import ItemForm, gift_form
from leads.models import LeadMagnet
from quizzes.models import Question
from quizzes.wording.vocabulary import Vocabulary, tagless

Blocks = list[Section | Rows]
_MOST_FIELDS = 12


def step_pane(desk: Desk, step: Step) -> Pane:
    words = vocabulary_of(desk.funnel, before=step)
    own, leads_here = _step_sections(desk, step, words)
    blocks = [*_content(desk, step, words), *own, *leads_here]
    title = tagless(title_of(step))
    noun = _("the step “%(name)s”") % {"name": title}
    return desk.pane(title, noun, blocks, lead=step.get_kind_display(), links=_links(desk, step))


def _links(desk: Desk, step: Step) -> tuple[Link, ...]:
    if step.sequence_id is not None:
        series = Piece(PieceKind.SERIES, step.sequence_id)
        address = reverse("studio:page", args=[desk.funnel.pk, series.slug])
        return (Link(address, _("When its mails arrive, and what ends them")),)
    if step.kind != Step.Kind.QUIZ or not _branches(step):
        return ()
    address = reverse("studio:map", args=[desk.funnel.pk, desk.piece.slug])
    return (Link(address, _("Map of branches")),)


def _branches(step: Step) -> bool:
    """Whether an answer jumps or a question has a condition."""
    asked = Question.objects.filter(quiz=step.quiz_id, archived_at=None)
    has_condition = Q(show_if__isnull=False)
    return asked.filter(has_condition | Q(choices__go_to__gt="")).exists()


def _content(desk: Desk, step: Step, words: Vocabulary) -> Blocks:
    if step.quiz is not None:
        is_poll = step.kind == Step.Kind.POLL
        return poll_blocks(desk, step.quiz) if is_poll else quiz_sections(desk, step.quiz)
    if step.magnet is not None:
        return gift_blocks(desk, step.magnet, words)
    if step.opt_in is not None:
        return gate_blocks(desk, step.opt_in)
    if step.offer is not None:
        return offer_blocks(desk, step.offer, words)
    return []


def _step_sections(desk: Desk, step: Step, words: Vocabulary) -> tuple[Blocks, Blocks]:
    """What only this kind of step says, and what each step has: the way to it."""
    own = {
        Step.Kind.STATEMENT: Shape("", ("title", "body")),
        Step.Kind.POLL: Shape(_("Everybody's answers"), ("show_from",), is_folded=True),
        Step.Kind.RESULT: Shape(
            _("How much of it"),
            ("part",),
            note=_("Each result is written on its own: choose it in the list."),
        ),
    }.get(Step.Kind(step.kind))
    shapes = [
        *([own] if own else []),
        Shape(_("The button that leads here"), ("invite",)),
        Shape(_("Only show when"), ("only_when",), is_folded=not step.show_if),
    ]
    found: Blocks = [*desk.sections(StepForm, step, shapes, prefix="step", words=words)]
    return (found[:1], found[1:]) if own else ([], found)


def gift_blocks(desk: Desk, gift: LeadMagnet, words: Vocabulary) -> Blocks:
    kind = LeadMagnet.Kind
    promise = Shape("", ("title", "problem", "promise", "minutes"))
    content = {
        kind.GUIDE: (Shape(_("The guide"), ("body", "new_file")),),
        kind.VIDEO: (
            Shape(_("The video"), ("source", "new_video", "url", "length", "new_captions")),
            Shape(_("Before it starts"), ("poster",), is_folded=not gift.poster_id),
            Shape(_("In writing"), ("transcript",), is_folded=not gift.transcript),
        ),
        kind.SERIES: (Shape(_("What people agree to"), ("body", ("button", "skip_label"))),),
        kind.LINK: (Shape(_("The link"), ("body", "url", "button")),),
    }.get(kind(gift.kind), ())
    form = gift_form(gift, now=desk.now)
    first, *rest = desk.sections(form, gift, [promise, *content], prefix="content", words=words)
    return [first, lines(desk, gift), *rest] if gift.kind == kind.CHECKLIST else [first, *rest]


def lines(desk: Desk, gift: LeadMagnet) -> Rows:
    rows = [
        desk.row(
            ItemForm,
            item,
            ("text",),
            ("help",),
            what="line",
            said=item.text,
            more_words=_("Why, or how"),
        )
        for item in gift.items.all()
    ]
    return Rows(
        what="line",
        title=_("Lines to tick"),
        one=_("Line"),
        add_words=_("Add a line"),
        rows=tuple(rows),
    )


def gate_blocks(desk: Desk, gate: OptIn) -> Blocks:
    """Its mail may lead to any step."""
    mail = ("mail_subject", "mail_preheader", "mail_body")
    button = ("mail_button_label", "mail_button_target")
    no_box = _(
        "People get a mail series only if they tick this box. It is never ticked beforehand."
        " Empty: there is no box."
    )
    first, *rest = desk.sections(
        OptInForm,
        gate,
        [
            Shape("", ("title", "body", "button")),
            Shape(_("Saying no"), ("is_skippable", "skip_label")),
            Shape(_("Further mails"), ("marketing",), note=no_box),
            Shape(_("The mail that goes out at once"), (*mail, button)),
        ],
        prefix="content",
        words=vocabulary_of(desk.funnel),
    )
    return [first, gate_fields(desk, gate), *rest]


def gate_fields(desk: Desk, gate: OptIn) -> Rows:
    rows = [
        desk.row(
            FieldForm,
            field,
            (("kind", "label"), "is_required"),
            what="field",
            said=str(field),
        )
        for field in gate.fields.all()
    ]
    return Rows(
        what="field",
        title=_("What people fill in"),
        one=_("Field"),
        add_words=_("Add a field") if len(rows) < _MOST_FIELDS else "",
        rows=tuple(rows),
        check=check_fields,
    )


def check_fields(forms_: Sequence[AnyForm]) -> None:
    asked: set[str] = set()
    for form in forms_:
        kind = str(form.cleaned_data.get("kind", ""))
        if kind in asked and kind != OptInField.Kind.TEXT:
            form.add_error("kind", _("The same is asked for twice. Keep one of the two."))
        asked.add(kind)
    if forms_ and not asked & set(CONTACTS):
        words = _("Ask for an address or a phone number: else nobody can be reached.")
        forms_[0].add_error("kind", words)


def offer_blocks(desk: Desk, offer: Offer, words: Vocabulary) -> Blocks:
    button = ("button", "action", "url", "key_name", "whatsapp", "whatsapp_text", "thanks")
    shapes = [
        Shape(_("It opens with"), ("opening", "shows_done")),
        Shape(_("What you offer"), ("headline", "body", "price", "terms", "proof")),
        Shape(_("The button"), button),
        Shape(_("“Not now”"), ("not_now", "later", "later_step")),
        Shape(_("When it opens"), ("min_depth",), is_folded=not offer.min_depth),
    ]
    return [*desk.sections(OfferForm, offer, shapes, prefix="content", words=words)]
