"""Output of commands made safe for a terminal."""

from __future__ import annotations

import re

# ECMA-48: CSI ends with 0x40-0x7E; OSC, DCS, SOS, PM and APC end with ST or BEL.
_ESCAPES = re.compile(
    r"(?P<style>\x1b\[[0-9;:]*m)"
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"
    r"|[\x90\x98\x9d\x9e\x9f][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*(?:[@-~]|$)"
    r"|\x1b[ -/]*(?:[0-~]|$)"
    r"|\r(?=\n)"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    """Return `text` without control characters and without every escape but colours (SGR).

    Newline and tab stay. The marks that turn the direction of writing are dropped as well,
    since they make code look like other code.
    """
    return _ESCAPES.sub(lambda match: match["style"] or "", text)
