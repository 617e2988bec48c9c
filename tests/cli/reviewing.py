"""What a model answers that reviews a change."""

from __future__ import annotations

import json
from pathlib import Path
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


def finding(
    path: Path, start: int, end: int, title: str = "[P2] Odd", **more: object
) -> dict[str, Any]:
    """Return a finding on lines of a file, with `more` fields."""
    lines = {"start": start, "end": end}
    return {
        "title": title,
        "body": "Why.",
        "confidence_score": 0.5,
        "priority": int(title[2]),
        "code_location": {"absolute_file_path": str(path), "line_range": lines},
        "check": "odd",
        **more,
    }
