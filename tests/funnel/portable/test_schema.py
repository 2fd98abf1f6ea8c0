from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from funnel.checking.laws import check_document
from funnel.portable.reading import read_document
from funnel.portable.schema import schema_text

_DOCS = Path(__file__).parents[3] / "docs"


def test_the_published_schema_is_the_models() -> None:
    assert (_DOCS / "funnel.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_example_in_the_docs_can_go_live() -> None:
    text = (_DOCS / "portable-file.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(format.*?)```", text, re.DOTALL)
    assert len(examples) == 1
    assert check_document(read_document(examples[0].encode())) == []


def test_the_command_prints_it() -> None:
    out = StringIO()
    call_command("funnel", "schema", stdout=out)
    assert out.getvalue() == schema_text()
