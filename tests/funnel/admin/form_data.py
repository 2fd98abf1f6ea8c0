"""What a browser would send if somebody opened an admin page and pressed save."""

from __future__ import annotations

from typing import Any


# Any: the test client adds the context to a response, which no type knows.
def form_data(response: Any) -> dict[str, Any]:
    """Every field of the page as it stands, formsets included, new empty rows left out."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False or field.name.startswith("new_"):
                continue
            data[field.html_name] = field.field.prepare_value(value) if value is not True else "on"
    return {key: getattr(value, "pk", value) for key, value in data.items()}
