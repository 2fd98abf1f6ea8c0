"""Random visitors on random funnels, with real rows: what they press is up to a Random."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from funnel.document import FunnelDocument, OptInStep, PollStep, QuizStep, SeriesStep
from funnel.journey.presses import Press
from funnel.journey.pressing import first_press, press
from funnel.journey.record import open_record
from funnel.journey.starting import Arrival, start_visit
from funnel.journey.trail import Screen, first_screen
from funnel.models import Funnel, Publication, Theme, Visit
from funnel.publishing.canonical import canonical, content_hash
from funnel.publishing.loading import published
from funnel.publishing.series import SeriesVersions
from nurture.models import Sequence
from nurture.planning.versions import ThemeColours, publish_sequence
from quizzes.document import QuestionDoc
from tests.funnel.journey.random_documents import SOURCES

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def funnel_row(slug: str = "random") -> Funnel:
    return Funnel.objects.create(
        name=slug.capitalize(),
        slug=slug,
        hook="A question?",
        reassurance="No address needed.",
        theme=Theme.objects.create(name=slug),
        created_at=BEGIN,
    )


def put_live(funnel: Funnel, document: FunnelDocument, number: int = 1) -> Publication:
    """A live version written straight from a document, without a draft behind it."""
    # Ids come back after a rollback; a document read earlier must not stand in for this one.
    published.cache_clear()
    text = canonical(document)
    publication = Publication.objects.create(
        funnel=funnel,
        number=number,
        content_hash=content_hash(text),
        document=text,
        versions=_series_live(document),
        published_at=BEGIN,
    )
    funnel.publication = publication
    funnel.save(update_fields=["publication"])
    return publication


def _series_live(document: FunnelDocument) -> SeriesVersions:
    """The versions of its mail series, as publishing keeps them."""
    versions: SeriesVersions = {}
    for each in document.sequences:
        sequence, _ = Sequence.objects.get_or_create(
            key=each.key, defaults={"name": each.name, "purpose": each.purpose}
        )
        version = publish_sequence(
            sequence=sequence,
            document=each,
            theme=ThemeColours(),
            time_zone="UTC",
            language=document.language,
            now=BEGIN,
        )
        versions[each.key] = {"id": version.pk, "content_hash": version.content_hash}
    return versions


def begin(publication: Publication, random: Random, *, at: datetime, key: str) -> Visit:
    """A landing page's first tap."""
    source = random.choice(SOURCES)
    visit, is_new = start_visit(
        publication=publication,
        key=key,
        arrival=Arrival(source=source, is_suspected_bot=random.random() < 0.1),
        now=at,
        was_seen=random.random() < 0.7,
    )
    document = published(publication.pk)
    screen = first_screen(document)
    first_press(
        visit=visit, is_new=is_new, screen=screen, press=a_press(document, screen, random), now=at
    )
    return visit


def wander(visit: Visit, random: Random, *, at: datetime, presses: int) -> datetime:
    """Presses here and there: on, back to an earlier screen, over to the offer. Returns when."""
    document = published(visit.publication_id)
    for _ in range(presses):
        at += timedelta(seconds=random.choice([5, 20, 90, 2400]))
        record = open_record(Visit.objects.get(pk=visit.pk))
        trail = record.trail()
        screen = trail.here or trail.done[-1]
        if trail.done and random.random() < 0.3:
            screen = random.choice(trail.done)
        elif trail.jumped_to and random.random() < 0.2:
            screen = trail.jumped_to
        press(key=visit.key, screen=screen, press=a_press(document, screen, random), now=at)
    return at


def a_press(document: FunnelDocument, screen: Screen, random: Random) -> Press:
    """Something this screen takes."""
    step = document.step(screen.step)
    has_offer = document.steps[-1].kind == "offer"
    if has_offer and random.random() < 0.05 and not screen.question:
        return Press(act="offer")
    match step:
        case QuizStep() | PollStep() if screen.question:
            asked = step.quiz.question(screen.question)
            assert asked is not None
            return an_answer(asked, random)
        case OptInStep():
            if step.is_skippable and random.random() < 0.5:
                return Press(act="skip")
            return Press(email=f"visitor{random.randint(1, 5)}@example.com")
        case SeriesStep():
            act = random.choice(["next", "again", "skip", "skip"])
            return Press(act=act, email=f"visitor{random.randint(1, 5)}@example.com")
    offer = ["next", "press", "not_now", "smaller", "pause", "seen"]
    acts = {"offer": offer, "checklist": ["next", "save", "skip"]}
    act = random.choice(acts.get(step.kind if step else "", ["next", "skip"]))
    return Press(
        act=act,
        ticks=("one",) if random.random() < 0.5 else (),
        played_seconds=random.choice([0, 30, 60, 100]),
    )


def an_answer(question: QuestionDoc, random: Random) -> Press:
    """Some answer to a question of any kind, or a skip where it may be skipped."""
    if question.is_optional and random.random() < 0.3:
        return Press(act="skip")
    keys = [choice.key for choice in question.options]
    match question.kind:
        case "multiple":
            return Press(choices=tuple(random.sample(keys, random.randint(1, question.most))))
        case "ranking":
            return Press(order=tuple(random.sample(keys, len(keys))))
        case "number":
            tenths = random.randint(int(question.at_least * 10), int(question.at_most * 10))
            return Press(typed_answer=str(tenths / 10))
        case "date":
            return Press(typed_answer=f"2024-02-{random.randint(10, 29)}")
        case "short_text" | "long_text":
            return Press(typed_answer=random.choice(["Yes.", "It depends", "\u0627"]))
    return Press(choices=(random.choice(keys),))
