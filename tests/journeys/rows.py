"""What the database holds, for stories that say what must not be stored twice."""

from __future__ import annotations

from django.apps import apps

from funnel.models import Answer, StepView, Visit


def stored() -> dict[str, int]:
    """Visits, answers and screens (a quiz as a whole is one, too) of all visitors."""
    return {
        "visits": Visit.objects.count(),
        "answers": Answer.objects.count(),
        "screens": StepView.objects.count(),
    }


def answers() -> dict[str, list[str]]:
    """Question to chosen keys, of the only visit."""
    rows = Answer.objects.values_list("question_key", "values")
    return dict(rows)


def every_table() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
