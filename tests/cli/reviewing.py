"""What a model answers that reviews a change."""

from __future__ import annotations

import json
from typing import Any


def answer(*findings: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of a scripted server: a review with these findings."""
    verdict = {
        "findings": findings,
        "overall_correctness": "patch is correct",
        "overall_explanation": "Small.",
        "overall_confidence_score": 0.6,
    }
    return {"text": json.dumps(verdict)}
