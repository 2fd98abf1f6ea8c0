"""Each further language of a funnel is whole: every text is there, fits, recalls what exists."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import ValidationError

from funnel.checking.faults import Fault
from funnel.checking.laws.texts import text_faults
from funnel.checking.sentences import faults_of
from funnel.document import FunnelDocument
from funnel.languages import called, has_interface
from funnel.translating import Said, missing, replaced, said_in
from funnel.translating.naming import field_name


def translation_faults(document: FunnelDocument) -> list[Fault]:
    """Paths name the language and the place: translations.de.hook.text."""
    if not document.translations:
        return []
    known = {said.place: said for said in said_in(document)}
    return [
        fault
        for language in document.translations
        for fault in _Checker(document, language, known).faults()
    ]


class _Checker:
    def __init__(self, document: FunnelDocument, language: str, known: dict[str, Said]) -> None:
        self.document, self.language, self.known = document, language, known
        self.told = document.translations[language]
        self.name = called(language)

    def faults(self) -> Iterator[Fault]:
        here = f"translations.{self.language}"
        if self.language == self.document.language:
            sentence = _("%(language)s is the language the funnel is written in. Remove this.")
            yield Fault(here, sentence % {"language": self.name})
            return
        if not has_interface(self.language):
            sentence = _("Small Yes itself has no words in %(language)s yet. Remove this.")
            yield Fault(here, sentence % {"language": self.name})
            return
        yield from self._unknown()
        yield from self._missing()
        yield from self._unfit()
        yield from self._broken()

    def _unknown(self) -> Iterator[Fault]:
        for place in self.told:
            if place not in self.known:
                sentence = _("%(language)s: the funnel says nothing in this place. Remove it.")
                yield Fault(self._path(place), sentence % {"language": self.name})

    def _missing(self) -> Iterator[Fault]:
        for place in missing(self.document, self.language):
            sentence = _("%(language)s: %(field)s of %(thing)s is missing. Write it.")
            words = sentence % self._words(place)
            yield Fault(self._path(place), words, law="missing-translation")

    def _unfit(self) -> Iterator[Fault]:
        for place, text in self.told.items():
            if text and place in self.known:
                try:
                    self.known[place].check(text)
                except ValidationError as error:
                    yield self._about(place, faults_of(error, text)[0].message)

    def _broken(self) -> Iterator[Fault]:
        """Merge tags that cannot work; where nothing is translated the original names its own."""
        by_path = {said.path: place for place, said in self.known.items()}
        for fault in text_faults(replaced(self.document, self.language)):
            place = by_path.get(fault.path, "")
            if self.told.get(place):
                yield self._about(place, fault.message)

    def _about(self, place: str, message: str) -> Fault:
        sentence = _("%(language)s, %(field)s of %(thing)s: %(message)s")
        return Fault(self._path(place), sentence % {**self._words(place), "message": message})

    def _path(self, place: str) -> str:
        return f"translations.{self.language}.{place}"

    def _words(self, place: str) -> dict[str, object]:
        said = self.known[place]
        return {"language": self.name, "field": field_name(said.field), "thing": said.thing}
