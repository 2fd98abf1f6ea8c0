"""Links as squares that phones read, as pictures for screens and for print."""

from __future__ import annotations

import io

import segno

# A code without four light modules around it is often not found.
QUIET = 4
_WIDTH = 1200


def svg(link: str) -> bytes:
    """Scales to any size; black on white, because many phones read nothing else."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        out, kind="svg", border=QUIET, scale=10, light="#ffffff", xmldecl=True
    )
    return out.getvalue()


def png(link: str) -> bytes:
    """About 1200 pixels wide: ten centimetres in print."""
    code = segno.make(link, error="m", micro=False)
    out = io.BytesIO()
    scale = max(1, round(_WIDTH / code.symbol_size(border=QUIET)[0]))
    code.save(out, kind="png", border=QUIET, scale=scale)
    return out.getvalue()
