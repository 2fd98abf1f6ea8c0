"""The rows of a funnel's further languages. Import and the page of a language write them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from funnel.models import Funnel, Translation


@transaction.atomic
def write_translations(*, funnel: Funnel, translations: Mapping[str, Mapping[str, str]]) -> None:
    """The draft has these languages and no other. Empty texts are missing ones."""
    funnel.translations.exclude(language__in=translations).delete()
    for language, texts in translations.items():
        write_language(funnel=funnel, language=language, texts=texts, forget_others=True)


@transaction.atomic
def write_language(
    *, funnel: Funnel, language: str, texts: Mapping[str, str], forget_others: bool = False
) -> int:
    """Writes the texts of these places, takes away the empty ones; how many stand now.

    Other places keep what they have, unless those are forgotten.
    """
    rows = funnel.translations.filter(language=language)
    empty = [place for place, text in texts.items() if not text]
    if forget_others:
        rows.exclude(place__in=[place for place, text in texts.items() if text]).delete()
    else:
        rows.filter(place__in=empty).delete()
    Translation.objects.bulk_create(
        [
            Translation(funnel=funnel, language=language, place=place, text=text)
            for place, text in texts.items()
            if text
        ],
        update_conflicts=True,
        unique_fields=["funnel", "language", "place"],
        update_fields=["text"],
    )
    return rows.count()


@transaction.atomic
def remove_language(*, funnel: Funnel, language: str) -> None:
    """The draft has this language no more. What is live keeps it until the next version."""
    funnel.translations.filter(language=language).delete()
