from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from funnel.document import FunnelDocument
from funnel.translating import places, said_in
from funnel.translating.places import text_fields
from quizzes.document import ShortTextDoc
from tests.funnel.factories import make_document, make_rich_document

# Strings of the document that nobody reads: keys, names of files, addresses, formulas, codes.
NOT_READ = {
    "AnswerIs": {"any_of", "fact", "question", "step"},
    "AnswerNumberIs": {"fact", "question", "step"},
    "ButtonDoc": {"target"},
    "CategoryDoc": {"key"},
    "ChecklistDoc": {"kind"},
    "ChecklistStep": {"key", "kind"},
    "ChoiceDoc": {"go_to", "key"},
    "DateDoc": {"earliest", "key", "kind", "latest"},
    "DelayDoc": {"at"},
    "FigureDoc": {"formula", "key"},
    "DidOneOf": {"any_of", "fact"},
    "FieldDoc": {"key", "kind"},
    "FunnelDocument": {"embed_on", "language", "slug", "translations"},
    "GuideDoc": {"kind"},
    "GuideStep": {"key", "kind"},
    "ImageDoc": {"path", "sha256"},
    "IsAnswered": {"fact", "question", "step"},
    "ItemDoc": {"key"},
    "IgnoredDoc": {"code", "place", "reason"},
    "LinkDoc": {"kind", "url"},
    "LinkStep": {"key", "kind"},
    "LongTextDoc": {"key", "kind"},
    "MediaDoc": {"path", "sha256"},
    "MessageDoc": {"if_unmet", "key"},
    "MultipleDoc": {"key", "kind"},
    "NumberDoc": {"key", "kind"},
    "NumberIs": {"fact", "of"},
    "OfferDoc": {"action", "key_name", "later_step", "url", "whatsapp"},
    "OfferStep": {"key", "kind"},
    "OptInStep": {"key", "kind"},
    "OutcomeDoc": {"category", "key"},
    "OutcomeIs": {"any_of", "fact"},
    "PictureDoc": {"key", "kind"},
    "PollStep": {"key", "kind"},
    "QuizDoc": {
        *("decides", "default_outcome", "explains", "outcome_by", "scoring", "tie"),
        "tie_question",
    },
    "QuizStep": {"key", "kind"},
    "RankingDoc": {"key", "kind"},
    "ReplyChoiceDoc": {"key"},
    "ResultStep": {"key", "kind", "part"},
    "ScaleDoc": {"key", "kind"},
    "SenderDoc": {"email", "name", "reply_to"},
    "SequenceDoc": {"goals", "key", "purpose"},
    "SeriesGiftDoc": {"kind"},
    "SeriesRuleDoc": {"outcome", "sequence"},
    "SeriesStep": {"key", "kind", "sequence"},
    "ShortTextDoc": {"key", "kind"},
    "SingleDoc": {"key", "kind"},
    "SourceHookDoc": {"key", "source"},
    "SourceIs": {"any_of", "fact"},
    "StatementStep": {"key", "kind"},
    "ThemeDoc": {"accent", "accent_dark", "background", "background_dark", "font"},
    "VideoDoc": {"kind", "url"},
    "VideoStep": {"key", "kind"},
    "VisitorIs": {"any_of", "fact"},
    "WindowDoc": {"closes", "days", "holidays", "opens"},
    "YesNoDoc": {"key", "kind"},
}


def test_every_string_of_the_schema_is_read_by_people_or_known_not_to_be() -> None:
    schema = FunnelDocument.model_json_schema()
    models = {each.__name__: each for each in _models(FunnelDocument)}
    parts = {"FunnelDocument": schema, **schema["$defs"]}
    strings = {
        name: {field for field, said in part["properties"].items() if _has_string(said)}
        for name, part in parts.items()
        if "properties" in part
    }
    read = {name: set(text_fields(models[name])) for name in strings if name in models}
    left = {name: fields - read.get(name, set()) for name, fields in strings.items()}
    assert {name: fields for name, fields in left.items() if fields} == NOT_READ


@pytest.mark.parametrize("document", [make_document(), make_rich_document()], ids=["small", "rich"])
def test_places_are_unique_and_made_of_keys(document: FunnelDocument) -> None:
    said = said_in(document)
    assert len({each.place for each in said}) == len(said)
    assert {each.place: each.text for each in said} == places(document)
    assert all(each.text for each in said)


def test_places_of_a_small_funnel() -> None:
    found = places(make_document())
    assert found["hook.text"] == "Are you 20 % too cheap? Two questions, one minute."
    assert found["steps.quiz.quiz.questions.rate.choices.a.text"] == "It stayed: für immer"
    assert found["sequences.after.messages.two.button.label"] == "Open"
    assert [place for place in found if place.startswith("steps.address.")] == [
        "steps.address.invite",
        "steps.address.title",
        "steps.address.body",
        "steps.address.button",
        "steps.address.skip_label",
        "steps.address.marketing",
        "steps.address.mail.subject",
        "steps.address.mail.body",
        "steps.address.mail.button.label",
    ]


def test_a_text_says_what_it_belongs_to_and_where_it_stands_in_the_file() -> None:
    said = {each.place: each for each in said_in(make_document())}
    choice = said["steps.quiz.quiz.questions.raise.choices.b.text"]
    assert (str(choice.thing), str(choice.group), choice.path) == (
        "answer “It: rose”",
        "step 1",
        "steps[0].quiz.questions[1].choices[1].text",
    )
    mail = said["sequences.after.messages.two.subject"]
    assert (str(mail.thing), str(mail.group), mail.path) == (
        "mail “Second: yes”",
        "mail series “Series after”",
        "sequences[0].messages[1].subject",
    )


def test_a_text_is_held_to_the_limits_of_its_field() -> None:
    said = {each.place: each for each in said_in(make_document())}
    said["steps.offer.offer.body"].check("a\nb" * 400)
    with pytest.raises(ValidationError, match="at most 300 characters"):
        said["steps.offer.offer.price"].check("a" * 301)
    with pytest.raises(ValidationError, match="pattern"):
        said["steps.offer.offer.price"].check("a\nb")


def test_right_answers_are_one_text_with_a_line_each() -> None:
    assert text_fields(ShortTextDoc)["accepted"] is True


# Any: a piece of a JSON Schema.
def _has_string(said: Any) -> bool:
    if isinstance(said, list):
        return any(_has_string(each) for each in said)
    if not isinstance(said, dict):
        return False
    if said.get("type") == "string":
        return True
    return any(_has_string(each) for key, each in said.items() if key not in ("default", "$ref"))


def _models(
    kind: type[BaseModel], found: set[type[BaseModel]] | None = None
) -> set[type[BaseModel]]:
    found = set() if found is None else found
    if kind not in found:
        found.add(kind)
        for field in kind.model_fields.values():
            for each in _inside(field.annotation):
                _models(each, found)
    return found


# Any: an annotation has no type of its own.
def _inside(hint: Any) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for each in getattr(hint, "__args__", ()):
        yield from _inside(each)
    for each in getattr(hint, "__metadata__", ()):
        yield from _inside(each)
