"""Laws of the trail, over random branching funnels and random forward walks."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from funnel.document import FunnelDocument, PollStep, QuizStep, StepDoc
from funnel.journey.trail import (
    PROPOSED,
    Screen,
    State,
    Trail,
    first_screen,
    follow,
    offer_on,
    result_on,
    step_after,
)
from tests.funnel.journey.documents import (
    answer_is,
    choice,
    document_of,
    gift,
    offer,
    opt_in,
    question,
    quiz_step,
    result,
    scored_quiz,
    statement,
    step,
)
from tests.funnel.journey.random_documents import SOURCES, documents
from tests.laws import cases
from tests.quizzes import factories
from tests.quizzes.factories import (
    Plain,
    make_figure,
    make_outcome,
    make_question,
    make_quiz,
    random_answer,
    random_condition,
)

many = cases(200)
walkers = st.integers(0, 2**32).map(Random)
_MORE_THAN_ANY_FUNNEL_HAS = 100


@st.composite
def every_kind(draw: DrawFn) -> FunnelDocument:
    """A quiz of any kinds and scoring, and steps behind it that look at what it found."""
    quiz, random = draw(factories.quizzes(most=5)), Random(draw(st.integers(0, 2**32)))
    raw = quiz.model_dump(mode="json", by_alias=True)
    shown = [random_condition(raw["questions"], random) for _step in range(2)]
    return document_of(
        [
            step("quiz", "quiz", quiz=raw),
            statement("thought", shown[0]),
            gift("checklist", show_if=shown[1]),
            offer(),
        ]
    )


funnels = documents() | every_kind()


def go_on(document: FunnelDocument, state: State, screen: Screen, random: Random) -> State:
    """The state after a press on the open screen, as the person likes."""
    here = document.step(screen.step)
    if isinstance(here, QuizStep | PollStep) and screen.question:
        asked = here.quiz.question(screen.question)
        assert asked is not None
        values = random_answer(asked, random)
        answers = {**state.answers, (screen.step, screen.question): values}
        return replace(state, answers=answers)
    yeses = state.yeses | {screen.step} if random.random() < 0.5 else state.yeses
    return replace(state, done=state.done | {screen.step}, yeses=yeses)


def forward_walk(document: FunnelDocument, random: Random) -> list[Trail]:
    """Every trail from the landing page to the end."""
    device = random.choice(["phone", "desktop"])
    state = State(source=random.choice(SOURCES), device=device, language="de")
    trails = [follow(document, state)]
    while trails[-1].here is not None:
        assert len(trails) < _MORE_THAN_ANY_FUNNEL_HAS
        state = go_on(document, state, trails[-1].here, random)
        trails.append(follow(document, state))
    return trails


@many
@given(document=funnels, random=walkers)
def test_every_walk_ends_on_a_result_or_an_offer(document: FunnelDocument, random: Random) -> None:
    trails = forward_walk(document, random)
    end = trails[-1]
    last = document.step(end.done[-1].step)
    assert last is not None
    assert (last.kind in {"result", "offer"}, end.remaining, end.end) == (True, 0, end.done[-1])
    # It was known as the end when it was shown, and no screen before it was taken for one.
    assert [trail.end for trail in trails[:-1]] == [*[None] * (len(trails) - 2), end.done[-1]]
    assert last == document.steps[-1] or last.kind == "offer"


@many
@given(document=funnels, random=walkers)
def test_a_walk_meets_the_first_offer_that_fits_and_none_right_behind_it(
    document: FunnelDocument, random: Random
) -> None:
    trails = forward_walk(document, random)
    way = [document.step(screen.step) for screen in trails[-1].done]
    for before, after in pairwise(each.kind for each in way if each):
        # A step between two offers that was still open when the first came stands for both.
        assert (before, after) != ("offer", "offer") or not _are_neighbours(document, way)
    for trail in trails:
        end = document.step(trail.end.step) if trail.end else None
        assert end is None or end.kind != "offer" or offer_on(document, trail) == end


def _are_neighbours(document: FunnelDocument, way: list[StepDoc | None]) -> bool:
    """Whether two offers on the way stand side by side in the ladder."""
    keys = [each.key for each in document.steps]
    places = [keys.index(each.key) for each in way if each and each.kind == "offer"]
    return any(after == before + 1 for before, after in pairwise(places))


@many
@given(document=funnels, random=walkers)
def test_progress_never_falls_and_is_whole_only_at_the_end(
    document: FunnelDocument, random: Random
) -> None:
    trails = forward_walk(document, random)
    way = [trail.progress(trail.here) for trail in trails if trail.here]
    # The last step is done as soon as it is shown.
    shown = [*way[:-1], trails[-1].progress(trails[-1].done[-1])]
    assert shown == sorted(shown)
    assert all(0 <= percent < 100 for percent in shown[:-1])
    assert shown[-1] == 100


@many
@given(document=funnels, random=walkers)
def test_remaining_falls_with_every_press(document: FunnelDocument, random: Random) -> None:
    left = [trail.remaining for trail in forward_walk(document, random)]
    assert all(after < before for before, after in pairwise(left))


@many
@given(document=funnels, random=walkers)
def test_done_grows_by_the_screen_that_was_open(document: FunnelDocument, random: Random) -> None:
    trails = forward_walk(document, random)
    for before, after in pairwise(trails):
        assert after.done == (*before.done, before.here)
        assert len(set(after.done)) == len(after.done)


@many
@given(document=funnels, random=walkers)
def test_allows_only_what_is_done_or_open(document: FunnelDocument, random: Random) -> None:
    everywhere = {Screen(each.key) for each in document.steps} | {
        Screen(each.key, asked.key)
        for each in document.steps
        if isinstance(each, QuizStep | PollStep)
        for asked in each.quiz.questions
    }
    for trail in forward_walk(document, random):
        allowed = {screen for screen in everywhere if trail.allows(screen)}
        assert allowed == {*trail.done, *([trail.here] if trail.here else [])}


@many
@given(document=funnels, random=walkers)
def test_next_after_a_done_screen_is_the_one_behind_it(
    document: FunnelDocument, random: Random
) -> None:
    for trail in forward_walk(document, random):
        for screen in trail.done:
            after = trail.next_after(screen)
            assert trail.allows(after)
            assert after != screen or trail.is_finished


@many
@given(document=funnels, random=walkers)
def test_depth_is_never_negative_and_never_falls_forward(
    document: FunnelDocument, random: Random
) -> None:
    depths = [trail.facts.depth for trail in forward_walk(document, random)]
    assert depths == sorted(depths)
    assert depths[0] == 0


@many
@given(document=funnels, random=walkers)
def test_a_jump_to_the_offer_changes_nothing_else(document: FunnelDocument, random: Random) -> None:
    state = State()
    for _ in range(random.randint(0, 8)):
        here = follow(document, state).here
        if here is None:
            break
        state = go_on(document, state, here, random)
    before = follow(document, state)
    offer = offer_on(document, before)
    if offer is None or Screen(offer.key) in (*before.done, before.here):
        return
    after = follow(document, replace(state, done=state.done | {offer.key}))
    assert after == replace(before, jumped_to=Screen(offer.key))
    assert after.progress(Screen(offer.key)) == 100


def test_the_first_screen_is_the_first_question() -> None:
    document = document_of([quiz_step("quiz", question("q1")), offer()])
    assert first_screen(document) == Screen("quiz", "q1")


def test_a_changed_answer_leaves_the_other_branch_behind() -> None:
    document = document_of(
        [
            quiz_step(
                "quiz",
                question("q1"),
                question("q2", show_if=answer_is("quiz", "q1", "a")),
                question("q3"),
            ),
            statement("only-b", answer_is("quiz", "q1", "b")),
            gift("guide"),
            offer(),
        ]
    )
    answers = {("quiz", "q1"): ("a",), ("quiz", "q2"): ("b",), ("quiz", "q3"): ("a",)}
    before = follow(document, State(answers=answers))
    after = follow(document, State(answers={**answers, ("quiz", "q1"): ("b",)}))
    assert (before.done, before.here) == (
        (Screen("quiz", "q1"), Screen("quiz", "q2"), Screen("quiz", "q3")),
        Screen("guide"),
    )
    assert (after.done, after.here) == (
        (Screen("quiz", "q1"), Screen("quiz", "q3")),
        Screen("only-b"),
    )
    assert ("quiz", "q2") not in after.facts.answers


def test_progress_counts_the_longest_way_still_open() -> None:
    document = document_of(
        [
            quiz_step(
                "quiz", question("q1", choice("a"), choice("b", go_to="end")), question("q2")
            ),
            quiz_step("poll", question("q1"), kind="poll"),
            offer(),
        ]
    )
    start = follow(document, State())
    assert (start.remaining, start.left_in_quiz) == (5, 2)
    short = follow(document, State(answers={("quiz", "q1"): ("b",)}))
    assert (short.remaining, short.here) == (3, Screen("poll", "q1"))
    assert short.progress(Screen("poll", "q1")) == 25


def test_scores_of_a_quiz_decide_what_comes_behind_it() -> None:
    quiz = make_quiz(
        make_question("q1", "scale", first=0, last=10, topics={"money": 1}),
        make_question("q2", "number", is_optional=True),
        make_question("q3", "short_text"),
        scoring="scorecard",
        outcome_by="rule",
        figures=[make_figure("tenfold", "q1 * 10")],
        outcomes=[
            make_outcome("low"),
            make_outcome("high", when={"fact": "device", "any_of": ["phone"]}),
        ],
    )
    wanted: dict[str, Plain] = {
        "figure": {"fact": "figure", "of": "tenfold", "at_least": 70},
        "score": {"fact": "score", "at_least": 71},
        "number": {"fact": "number", "step": "quiz", "question": "q2", "at_least": 0},
        "answered": {"fact": "answered", "step": "quiz", "question": "q3"},
        "outcome": {"fact": "outcome", "any_of": ["high"]},
        "language": {"fact": "language", "any_of": ["de"]},
        "depth": {"fact": "depth", "at_least": 5},
    }
    document = document_of(
        [
            step("quiz", "quiz", quiz=quiz.model_dump(mode="json", by_alias=True)),
            *(statement(key, condition) for key, condition in wanted.items()),
            offer(),
        ]
    )
    start = follow(document, State(device="phone"))
    # The language is settled; everything else may still come.
    assert (start.remaining, start.left_in_quiz) == (3 + 6 + 1, 3)
    given: dict[tuple[str, str], tuple[str, ...]] = {
        ("quiz", "q1"): ("7",),
        ("quiz", "q2"): (),
        ("quiz", "q3"): ("words",),
    }
    done = frozenset(wanted) | {"offer"}
    trail = follow(document, State(answers=given, done=done, device="phone", language="de-at"))
    assert [screen.step for screen in trail.done[3:]] == [
        "figure",
        "answered",
        "outcome",
        "language",
        "offer",
    ]
    # A tap is 1, a skip nothing, writing 3.
    assert (trail.facts.depth, trail.facts.outcome, trail.facts.score) == (4, "high", 70)
    assert (trail.facts.topics, trail.facts.figures) == ({"money": 70}, {"tenfold": 70})


def answered(key: str, *done: str) -> State:
    return State(answers={("quiz", "q1"): (key,)}, done=frozenset(done))


def test_the_result_to_come_back_to_is_the_fullest_that_is_open() -> None:
    steps = [scored_quiz(), result("begun", part="first"), opt_in(), result("all", part="rest")]
    document = document_of([*steps, offer()])
    seen = [answered("a"), answered("a", "begun"), answered("a", "begun", "opt-in")]
    assert [result_on(document, follow(document, state)) for state in seen] == [
        Screen("begun"),
        Screen("begun"),
        Screen("all"),
    ]
    assert result_on(document, follow(document, State())) is None


def test_a_proposed_gift_leads_back_to_where_the_way_stands() -> None:
    document = document_of(
        [quiz_step("quiz", question("q1")), gift("checklist"), gift("guide"), offer(min_depth=5)]
    )
    state = answered("a", "checklist", "guide")
    proposed = replace(state, answers={**state.answers, ("checklist", ""): PROPOSED})
    plain, opened = follow(document, state), follow(document, proposed)
    assert plain.next_after(Screen("checklist")) == Screen("guide")
    assert opened.next_after(Screen("checklist")) == Screen("offer")
    checklist, guide, last = document.steps[1:]
    assert step_after(document, plain, checklist) == guide
    assert step_after(document, opened, checklist) == last
