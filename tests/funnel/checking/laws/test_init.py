from __future__ import annotations

import pytest

from funnel.checking.faults import Fault
from funnel.checking.laws import check_document
from funnel.document import FunnelDocument
from tests.funnel.factories import make_document, make_rich_document
from tests.funnel.kinds import make_kinds_document


@pytest.mark.parametrize(
    "document",
    [make_document(), make_rich_document(), make_kinds_document()],
    ids=["small", "rich", "kinds"],
)
def test_whole_funnels_have_no_fault(document: FunnelDocument) -> None:
    assert check_document(document) == []


def test_a_fault_reads_as_place_and_sentence() -> None:
    assert str(Fault("steps[0].key", "Use another.")) == "steps[0].key: Use another."
    assert str(Fault("", "The file is empty.")) == "The file is empty."
