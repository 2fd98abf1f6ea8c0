"""Points of one choice, or of each step of a scale, for results and topics.

The admin's question forms call it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from quizzes.models import Choice, Question, Weight


@transaction.atomic
def set_points(
    *, giver: Choice | Question, results: Mapping[int, int], topics: Mapping[int, int]
) -> list[Weight]:
    """Make the points exactly these, by id of result and of topic; 0 leaves no row.

    Points for results and topics that are not named stay as they are.
    """
    among = Q(outcome__in=results) | Q(category__in=topics)
    giver.weights.filter(among).delete()
    gives = {"choice": giver} if isinstance(giver, Choice) else {"scale": giver}
    return Weight.objects.bulk_create(
        [
            *(
                Weight(**gives, outcome_id=pk, points=points)
                for pk, points in results.items()
                if points
            ),
            *(
                Weight(**gives, category_id=pk, points=points)
                for pk, points in topics.items()
                if points
            ),
        ]
    )
