"""The refusal of a file. Import refuses it as a whole and names every fault."""

from __future__ import annotations

from funnel.checking.faults import RefusedError


class ImportRefusedError(RefusedError):
    """Nothing of the file was stored; `faults` lists all that is wrong with it."""
