"""A visit's rows in memory: read once, asked for the state, written back in one statement.

Used inside the transaction of a press. The trail decides; this room only keeps the books.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from funnel.document import (
    ChecklistStep,
    FunnelDocument,
    GuideStep,
    LinkStep,
    OfferStep,
    SeriesStep,
    VideoStep,
)
from funnel.journey.trail import Screen, State, Trail, follow
from funnel.models import Answer, StepView, Visit
from funnel.publishing.loading import published

GiftStep = ChecklistStep | GuideStep | VideoStep | LinkStep
SmallerStep = GiftStep | SeriesStep
SHOWN, DONE, BYPASSED = StepView.State.SHOWN, StepView.State.DONE, StepView.State.BYPASSED


@dataclass
class Record:
    visit: Visit
    document: FunnelDocument
    answers: dict[Screen, Answer]
    views: dict[Screen, StepView]
    stored: dict[Screen, tuple[str, bool]] = field(init=False)
    # What the press being written changed beside screens: facts are told again only then.
    has_news: bool = False
    said_to_offer: str = ""
    # The person's small yeses over all visits, where their own mail opened this one; else 0.
    known_depth: int = 0

    def __post_init__(self) -> None:
        self.stored = {key: (view.state, view.is_yes) for key, view in self.views.items()}

    def state(self) -> State:
        steps = [view for screen, view in self.views.items() if not screen.question]
        return State(
            answers={
                (screen.step, screen.question): tuple(answer.values)
                for screen, answer in self.answers.items()
            },
            # What was given or taken once is not asked for again when the way comes back to it.
            done=frozenset(
                view.step_key
                for view in steps
                if view.state == DONE or (view.state == BYPASSED and view.is_yes)
            ),
            yeses=frozenset(view.step_key for view in steps if view.is_yes),
            source=self.visit.source,
            device=self.visit.device,
            language=self.visit.language,
        )

    def trail(self) -> Trail:
        return follow(self.document, self.state())

    def in_own_words(self) -> Record:
        """The same rows with the texts the funnel was written in, as everybody else reads them."""
        if self.document.language not in self.document.translations:
            return self
        return replace(self, document=published(self.visit.publication_id))

    def save_visit(self) -> None:
        self.visit.save(
            update_fields=[
                *("outcome", "topics", "figures", "score", "depth"),
                *("last_act_at", "finished_at", "presses"),
                *("at_step", "at_question", "lead", "address"),
            ]
        )

    def mark(self, screen: Screen, state: StepView.State, *, is_yes: bool, now: datetime) -> None:
        """Notes a screen's state; a yes once said is kept, and so is the first done time."""
        view = self.views.get(screen)
        if view is None:
            view = StepView(
                visit=self.visit, step_key=screen.step, question_key=screen.question, shown_at=now
            )
            self.views[screen] = view
        view.is_yes = view.is_yes or is_yes
        if state == DONE:
            view.done_at = view.done_at or now
        else:
            view.done_at = None
        view.state = state


def open_record(visit: Visit, *, is_new: bool = False) -> Record:
    """Two queries, the visit's answers and its screens; none for a visit made just now."""
    document = published(visit.publication_id, visit.reads)
    if is_new:
        return Record(visit, document, answers={}, views={})
    return Record(
        visit=visit,
        document=document,
        answers={Screen(row.step_key, row.question_key): row for row in visit.answers.all()},
        views={Screen(row.step_key, row.question_key): row for row in visit.step_views.all()},
    )


def smaller_step(record: Record, trail: Trail, screen: Screen | None = None) -> SmallerStep | None:
    """The gift to propose in place of an offer that asks for more small yeses than there were.

    None where the offer is open: it asks for no more, it was shown already, or each gift on the
    way was taken or proposed before. A gift hidden by its condition is not on the way. `screen`
    is the offer's, if it is not the open one.
    """
    at = screen or trail.here
    step = record.document.step(at.step) if at else None
    if not isinstance(step, OfferStep) or step.key in record.state().done:
        return None
    if max(trail.facts.depth, record.known_depth) >= step.offer.min_depth:
        return None
    left = {seen.step for seen in trail.done} - record.state().yeses - trail.proposed
    gifts = (each for each in record.document.steps if isinstance(each, SmallerStep))
    return next((gift for gift in gifts if gift.key in left), None)


def last_proposed(record: Record, trail: Trail) -> Screen | None:
    """The gift that was opened last from an offer's place."""
    opened = (Screen(step) for step in trail.proposed)
    return max(opened, key=lambda each: record.answers[each].answered_at, default=None)


def settle(record: Record, now: datetime) -> Trail:
    """Brings the screens' states and the visit in line with the trail; one statement.

    What is done on the present path is done; the open screen is shown; what a changed answer
    left behind is bypassed. The end of the way is done as soon as it is shown. Saving the visit
    is the caller's: it knows which screen follows.
    """
    trail = record.trail()
    if trail.here and trail.here == trail.end and not smaller_step(record, trail, trail.here):
        record.mark(trail.here, DONE, is_yes=False, now=now)
        trail = record.trail()
    _mark_trail(record, trail, now)
    visit = record.visit
    visit.outcome, visit.topics = trail.score.outcome, dict(trail.score.topics)
    visit.figures = dict(trail.score.figures)
    visit.score = trail.score.score
    visit.depth = trail.facts.depth
    visit.last_act_at = now
    ends_with_offer = isinstance(record.document.steps[-1], OfferStep)
    is_at_end = trail.is_finished or (trail.jumped_to is not None and ends_with_offer)
    if is_at_end and visit.finished_at is None:
        visit.finished_at = now
    _save_views(record)
    return trail


def _save_views(record: Record) -> None:
    """What changed of the screens, new and old, in one statement."""
    changed = [
        view
        for screen, view in record.views.items()
        if record.stored.get(screen) != (view.state, view.is_yes)
    ]
    record.has_news = record.has_news or any(
        screen not in record.stored or record.stored[screen][0] != view.state
        for screen, view in record.views.items()
    )
    for view in changed:
        # Without its number every row takes the same way in: one statement for new and old.
        view.pk = None
    StepView.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["visit", "step_key", "question_key"],
        update_fields=["state", "is_yes", "done_at"],
    )


def _mark_trail(record: Record, trail: Trail, now: datetime) -> None:
    here = trail.here
    kept: set[Screen] = set()
    for screen in trail.done:
        is_yes = bool(screen.question) and bool(record.answers[screen].values)
        record.mark(screen, DONE, is_yes=is_yes, now=now)
        kept.add(screen)
        if screen.question and not (here and here.step == screen.step):
            record.mark(Screen(screen.step), DONE, is_yes=True, now=now)
            kept.add(Screen(screen.step))
    if here and not smaller_step(record, trail, here):
        for screen in (here, Screen(here.step)):
            record.mark(screen, SHOWN, is_yes=False, now=now)
            kept.add(screen)
    if trail.jumped_to:
        kept.add(trail.jumped_to)
    for screen in record.views.keys() - kept:
        record.mark(screen, BYPASSED, is_yes=False, now=now)
