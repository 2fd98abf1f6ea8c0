"""The words of the first screen: those for one source stand once."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import FunnelDocument


def hook_faults(document: FunnelDocument) -> list[Fault]:
    return list(_sources(document))


def _sources(document: FunnelDocument) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, each in enumerate(document.hook.by_source):
        if each.source in seen:
            yield Fault(
                f"hook.by_source[{index}].source",
                _("There are first words for “%(source)s” already. Name another source.")
                % {"source": each.source},
            )
        seen.add(each.source)
