"""The colours of the staff pages: our green, and greys with a little of its warmth."""

from __future__ import annotations

# Light to dark, as Unfold names them.
COLORS = {
    "primary": {
        "50": "oklch(97% 0.02 165)",
        "100": "oklch(94% 0.04 165)",
        "200": "oklch(88% 0.07 165)",
        "300": "oklch(81% 0.10 165)",
        "400": "oklch(76% 0.12 165)",
        "500": "oklch(72% 0.13 165)",
        "600": "oklch(48% 0.10 165)",
        "700": "oklch(42% 0.09 165)",
        "800": "oklch(36% 0.08 165)",
        "900": "oklch(30% 0.06 165)",
        "950": "oklch(22% 0.04 165)",
    },
    "base": {
        "50": "oklch(98.3% 0.004 95)",
        "100": "oklch(96.3% 0.005 95)",
        "200": "oklch(91.5% 0.006 95)",
        "300": "oklch(85% 0.007 95)",
        "400": "oklch(72% 0.010 120)",
        "500": "oklch(54% 0.012 150)",
        "600": "oklch(44% 0.013 160)",
        "700": "oklch(37% 0.014 160)",
        "800": "oklch(28% 0.013 165)",
        "900": "oklch(21% 0.012 165)",
        "950": "oklch(16% 0.010 165)",
    },
}
