"""Foreign keys point down the floors, as imports do."""

from __future__ import annotations

from django.apps import apps

FLOORS = ("quizzes", "leads", "nurture", "funnel")


def test_foreign_keys_never_point_up() -> None:
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in FLOORS
        and field.many_to_one
        and field.related_model is not None
        and not isinstance(field.related_model, str)
        and field.related_model._meta.app_label in FLOORS
        and FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]
    assert upward == []
