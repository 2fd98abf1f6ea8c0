"""The scaled profile's own settings, in a hurry: short leases, and a clock that rings each second.

Read by the workers and beats of a proof. PROOF_LEASE is in seconds.
"""

from __future__ import annotations

import os

from funnel.settings import *  # noqa: F403 -- the product's settings are what is proven
from funnel.settings import CELERY_BEAT_SCHEDULE as _SCHEDULE

MAIL_LEASE_SECONDS = int(os.environ.get("PROOF_LEASE", "2"))
# The same tasks of the engine as in the product, and no others, so that a fault meets only them.
CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": 1.0}
    for name, entry in _SCHEDULE.items()
    if name in {"dispatch-due", "reap-leases"}
}
