"""Hooks: programs of the person or the project that are run at moments of a session.

The format is the one that users of Codex and Claude Code have: moments, groups with a matcher,
commands with a time limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from quire.errors import SettingsError

Moment = Literal[
    "PreToolUse", "PostToolUse", "UserPromptSubmit", "Stop", "PreCompact", "SessionStart"
]
Source = Literal["user", "project"]

_PLAIN = re.compile(r"[\w|-]*")
_ALSO = {"apply_patch": ("Edit", "MultiEdit", "Write")}
"""Other names under which hooks know a tool."""


class Hook(Struct, frozen=True, kw_only=True):
    """One command; `timeout` in seconds. `sandbox` "off" is for the person's own hooks only."""

    command: str
    type: Literal["command"] = "command"
    timeout: float = 60.0
    sandbox: Literal["on", "off"] = "on"


class Group(Struct, frozen=True, kw_only=True):
    """Hooks for the subjects that `matcher` names: a tool, a source, a trigger.

    A matcher of plain names and `|` is compared whole, another one is searched as a regular
    expression; an empty one and `*` match everything.
    """

    hooks: tuple[Hook, ...] = ()
    matcher: str = ""
    source: Source = "user"


Settings = Mapping[Moment, tuple[Group, ...]]


def chosen(settings: Settings, moment: Moment, subject: str) -> Iterator[tuple[Hook, Source]]:
    """Yield the hooks of a moment whose matcher fits `subject`, in the order of the files."""
    names = (subject, *_ALSO.get(subject, ()))
    for group in settings.get(moment, ()):
        if any(_fits(group.matcher, name) for name in names):
            for hook in group.hooks:
                yield hook, group.source


def check(settings: Settings) -> None:
    """Raise SettingsError for a hook that may not be, and for a matcher that is no expression."""
    for moment, groups in settings.items():
        for group in groups:
            if group.source == "project" and any(hook.sandbox == "off" for hook in group.hooks):
                raise SettingsError(
                    f"A hook of the project ({moment}) wants to run without walls.",
                    hint='Only your own hooks may set sandbox = "off".',
                    param="hooks",
                )
            try:
                re.compile("" if group.matcher == "*" else group.matcher)
            except re.error as error:
                raise SettingsError(
                    f"The matcher {group.matcher!r} of {moment} is no regular expression: {error}.",
                    param="hooks",
                ) from error


def _fits(matcher: str, name: str) -> bool:
    if matcher in ("", "*", ".*"):
        return True
    if _PLAIN.fullmatch(matcher):
        return name in matcher.split("|")
    return re.search(matcher, name) is not None
