"""A review as SARIF 2.1.0, the OASIS format that code hosts and editors read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

import msgspec

from quire import __version__
from quire.engine.reviews import Finding, Review, short_path

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "SRCROOT"
# Priority → level; SARIF has no graver one than error.
LEVELS = ("error", "error", "warning", "note")
# What a finding without a kind is filed under.
UNNAMED = "review"


def sarif(review: Review, root: str, dropped: int = 0) -> bytes:
    """Return a review as one SARIF log.

    `root` is the folder that paths are told from, `dropped` counts suggestions that did not hold.
    """
    rules = sorted({_rule(finding) for finding in review.findings})
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "Quire",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_described(rule) for rule in rules],
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {ROOT: {"uri": f"file://{quote(root.rstrip('/'))}/"}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(review.findings, rules, root)),
        "properties": {
            "overallCorrectness": review.overall_correctness,
            "overallExplanation": review.overall_explanation,
            "overallConfidence": review.overall_confidence_score,
            "suggestionsDropped": dropped,
        },
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2)


def _rule(finding: Finding) -> str:
    return finding.check or UNNAMED


def _described(rule: str) -> dict[str, object]:
    words = rule.replace("-", " ")
    name = "".join(word.capitalize() for word in words.split())
    return {"id": rule, "name": name, "shortDescription": {"text": words.capitalize()}}


def _results(
    findings: Iterable[Finding], rules: list[str], root: str
) -> Iterable[dict[str, object]]:
    seen: Counter[str] = Counter()
    for finding in findings:
        rule = _rule(finding)
        path = short_path(finding, root)
        lines = finding.code_location.line_range
        place = {"uri": quote(path), **({} if path.startswith("/") else {"uriBaseId": ROOT})}
        key = f"{rule}\0{path}\0{finding.title}"
        seen[key] += 1
        # Hosts take results of one name for one and the same.
        key += f"\0{seen[key]}" if seen[key] > 1 else ""
        yield {
            "ruleId": rule,
            "ruleIndex": rules.index(rule),
            "level": LEVELS[min(max(finding.rank, 0), len(LEVELS) - 1)],
            "message": {"text": f"{finding.title}\n\n{finding.body}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": place,
                        "region": {"startLine": lines.start, "endLine": lines.end},
                    }
                }
            ],
            # The same flaw keeps its name when lines above it move.
            "partialFingerprints": {"quire/v1": hashlib.sha256(key.encode()).hexdigest()},
            "properties": {"priority": finding.rank, "confidence": finding.confidence_score},
            **_fixes(finding, place),
        }


def _fixes(finding: Finding, place: dict[str, str]) -> dict[str, object]:
    """Return the `fixes` of a result (SARIF 2.1.0, 3.55 to 3.57): one replacement of lines."""
    wish = finding.suggestion
    if wish is None:
        return {}
    region: dict[str, int] = {"startLine": wish.start, "startColumn": 1, "endLine": wish.end}
    if not wish.text:
        # A region without an end column leaves the end of its last line where it is.
        region |= {"endLine": wish.end + 1, "endColumn": 1}
    content = {"text": wish.text.removesuffix("\n")}
    replacement = {"deletedRegion": region, "insertedContent": content}
    change = {"artifactLocation": place, "replacements": [replacement]}
    return {"fixes": [{"description": {"text": finding.title}, "artifactChanges": [change]}]}
