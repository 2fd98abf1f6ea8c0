"""Points of one choice for results and topics. The admin's question form calls it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from quizzes.models import Choice, Weight


@transaction.atomic
def set_points(
    *, choice: Choice, results: Mapping[int, int], topics: Mapping[int, int]
) -> list[Weight]:
    """Make the points of a choice exactly these, by id of result and of topic; 0 leaves no row."""
    choice.weights.all().delete()
    return Weight.objects.bulk_create(
        [
            *(
                Weight(choice=choice, outcome_id=pk, points=points)
                for pk, points in results.items()
                if points
            ),
            *(
                Weight(choice=choice, category_id=pk, points=points)
                for pk, points in topics.items()
                if points
            ),
        ]
    )
