"""The roof: the ladder as marketers edit it, what is live, and every walk through it."""

from funnel.models.drafts import Edit, Presence, Waiver
from funnel.models.hooks import Connection, HookEvent, new_secret
from funnel.models.ladder import (
    Funnel,
    FunnelQuerySet,
    Offer,
    OptIn,
    OptInField,
    SeriesRule,
    SourceHook,
    Step,
    Theme,
)
from funnel.models.languages import Translation
from funnel.models.live import Publication, PublicationQuerySet
from funnel.models.privacy import DataLink
from funnel.models.visits import (
    Answer,
    Conversion,
    Download,
    LandingCount,
    StepView,
    Visit,
    VisitQuerySet,
    new_conversion_key,
    new_visit_key,
)

__all__ = [
    "Answer",
    "Connection",
    "Conversion",
    "DataLink",
    "Download",
    "Edit",
    "Funnel",
    "FunnelQuerySet",
    "HookEvent",
    "LandingCount",
    "Offer",
    "OptIn",
    "OptInField",
    "Presence",
    "Publication",
    "PublicationQuerySet",
    "SeriesRule",
    "SourceHook",
    "Step",
    "StepView",
    "Theme",
    "Translation",
    "Visit",
    "VisitQuerySet",
    "Waiver",
    "new_conversion_key",
    "new_secret",
    "new_visit_key",
]
