"""The JSON Schema of the portable file, made from the model that reads it."""

from __future__ import annotations

import json

from funnel.document import FunnelDocument


def schema_text() -> str:
    """What docs/funnel.schema.json holds. A file must name its format; a document has it anyway."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FunnelDocument.model_json_schema(by_alias=True),
        "title": "A Small Yes funnel, format 1",
    }
    schema["required"] = ["format", *schema["required"]]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
