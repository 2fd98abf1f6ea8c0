from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from funnel.document import FunnelDocument
from funnel.models import Funnel, Offer, OptIn, Theme
from funnel.portable.exporting import export_document, export_media
from funnel.portable.reading import read_document, read_portable
from funnel.portable.writing import to_yaml, to_zip
from leads.models import LeadMagnet, MediaFile
from nurture.models import Sequence
from quizzes.models import Quiz
from tests.funnel.factories import make_document, make_funnel, make_rich_document
from tests.funnel.journey.series_document import series_document
from tests.funnel.kinds import make_kinds_document
from tests.funnel.mails_document import mails_document

pytestmark = pytest.mark.django_db


DOCUMENTS = {
    "small": make_document(),
    "rich": make_rich_document(),
    "kinds": make_kinds_document(),
    "series": series_document(),
    "mails": mails_document(),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_draft_says_exactly_what_its_document_said(document: FunnelDocument) -> None:
    assert export_document(make_funnel(document)) == document


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_yaml_reads_back_as_the_same_document(document: FunnelDocument) -> None:
    assert read_document(to_yaml(document).encode()) == document


@pytest.mark.parametrize(
    "document", [make_rich_document(), make_kinds_document(), series_document(), mails_document()]
)
def test_export_import_export_gives_the_same_bytes(
    document: FunnelDocument, tmp_path: Path
) -> None:
    make_funnel(document)
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        call_command("funnel", "export", "rates", "--output", str(folder / "f.yaml"))
        call_command("funnel", "export", "rates", "--output", str(folder / "f.zip"))
        if folder is first:
            _empty_database()
            call_command("funnel", "import", str(first / "f.zip"))
    assert _files(first) == _files(second)
    assert set(_files(first)) == {"f.yaml", "f.zip", *export_media(document)}


def test_a_yaml_file_with_its_media_beside_is_the_zip(tmp_path: Path) -> None:
    funnel = make_funnel(make_rich_document())
    document = export_document(funnel)
    call_command("funnel", "export", "rates", "--output", str(tmp_path / "f.yaml"))
    (tmp_path / "f.zip").write_bytes(to_zip(document, export_media(document)))
    assert read_portable(tmp_path / "f.yaml") == read_portable(tmp_path / "f.zip")


def _empty_database() -> None:
    for model in (Funnel, Quiz, LeadMagnet, OptIn, Offer, Sequence, Theme, MediaFile):
        model.objects.all().delete()


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
