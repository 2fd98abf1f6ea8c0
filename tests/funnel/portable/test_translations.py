"""Further languages go in and out of a draft with the file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from funnel.models import Translation
from funnel.portable.exporting import export_document
from funnel.portable.importing import import_funnel
from funnel.portable.reading import read_document
from funnel.portable.writing import to_yaml
from funnel.publishing.compile import compile_funnel
from funnel.translating import places
from tests.funnel.factories import MEDIA, NOW, make_document, make_funnel, make_rich_document
from tests.funnel.translating.documents import in_languages

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


def test_a_draft_says_what_its_file_said_and_writes_the_same_bytes() -> None:
    document = in_languages("ar", "es", document=make_rich_document())
    funnel = import_funnel(document=document, media=MEDIA, now=NOW, by=None)
    first = to_yaml(export_document(funnel))
    assert export_document(funnel) == document
    read = read_document(first.encode())
    again = import_funnel(document=read, media=MEDIA, now=NOW, by=None, replace=True)
    assert to_yaml(export_document(again)) == first


def test_a_translation_of_a_text_that_is_gone_waits_in_its_row() -> None:
    document = in_languages("de")
    funnel = make_funnel(document)
    Translation.objects.create(
        funnel=funnel, language="de", place="steps.old.invite", text="Früher"
    )
    assert compile_funnel(funnel) == document


def test_the_command_prints_places_and_texts(capsys: Capture) -> None:
    document = make_document()
    make_funnel(document)
    call_command("funnel", "texts", "rates")
    assert yaml.safe_load(capsys.readouterr().out) == places(document)


def test_the_command_prints_a_translation_to_go_on_with(tmp_path: Path, capsys: Capture) -> None:
    document = in_languages("de").model_copy(
        update={"translations": {"de": {"hook.text": "Zu billig?"}}}
    )
    file = tmp_path / "f.yaml"
    file.write_text(to_yaml(document))
    call_command("funnel", "texts", str(file), "--language", "de")
    said = capsys.readouterr().out
    told = yaml.safe_load(said)["translations"]["de"]
    assert told == {**dict.fromkeys(places(document), ""), "hook.text": "Zu billig?"}
    assert (
        "    # Are you 20 % too cheap? Two questions, one minute.\n    hook.text: Zu bill" in said
    )


def test_the_command_knows_no_such_funnel() -> None:
    with pytest.raises(CommandError, match="There is no funnel 'nothing'"):
        call_command("funnel", "texts", "nothing")
