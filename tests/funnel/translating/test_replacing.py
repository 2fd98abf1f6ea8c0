from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.document import FunnelDocument
from funnel.translating import missing, places, replaced, translated
from tests.funnel.factories import make_document, make_rich_document

DOCUMENTS = [make_document(), make_rich_document()]
PLACES = sorted(places(DOCUMENTS[1]))


def speaking(
    document: FunnelDocument, texts: dict[str, str], language: str = "es"
) -> FunnelDocument:
    return document.model_copy(update={"translations": {language: texts}})


@pytest.mark.parametrize("document", DOCUMENTS, ids=["small", "rich"])
def test_every_place_set_to_itself_is_the_same_document(document: FunnelDocument) -> None:
    both = speaking(document, places(document))
    assert translated(both, "es") == both.model_copy(update={"language": "es"})
    assert missing(both, "es") == []


@given(texts=st.dictionaries(st.sampled_from(PLACES), st.text("abc äß", min_size=1, max_size=9)))
def test_only_the_translated_places_say_something_else(texts: dict[str, str]) -> None:
    document = DOCUMENTS[1]
    said = translated(speaking(document, texts), "es")
    assert places(said) == {**places(document), **texts}
    assert missing(speaking(document, texts), "es") == [
        place for place in places(document) if place not in texts
    ]


def test_the_rules_are_untouched() -> None:
    document = speaking(DOCUMENTS[1], dict.fromkeys(places(DOCUMENTS[1]), "x"))
    said = translated(document, "es")
    texts = places(document)
    back = replaced(speaking(said, texts, "es"), "es")
    assert back == speaking(document, texts, "es").model_copy(update={"language": "es"})


def test_a_language_it_does_not_have_is_the_document_itself() -> None:
    document = speaking(DOCUMENTS[0], {"hook.text": "Hola"})
    assert translated(document, "") is document
    assert translated(document, "fr") is document
