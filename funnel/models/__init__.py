"""The roof: the ladder as marketers edit it, what is live, and every walk through it."""

from funnel.models.ladder import (
    Funnel,
    FunnelQuerySet,
    Offer,
    OptIn,
    SeriesRule,
    Step,
    Theme,
    Translation,
)
from funnel.models.live import Publication
from funnel.models.visits import (
    Answer,
    Conversion,
    Download,
    LandingCount,
    StepView,
    Visit,
    VisitQuerySet,
    new_visit_key,
)

__all__ = [
    "Answer",
    "Conversion",
    "Download",
    "Funnel",
    "FunnelQuerySet",
    "LandingCount",
    "Offer",
    "OptIn",
    "Publication",
    "SeriesRule",
    "Step",
    "StepView",
    "Theme",
    "Translation",
    "Visit",
    "VisitQuerySet",
    "new_visit_key",
]
