"""What a task may spend, and how it is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from quire.engine.profiles import PREFIX, PROFILES
from quire.errors import SettingsError

AUTO = "auto"
"""The model that stands for the ladder."""

_Count = Annotated[int, Meta(ge=1)] | None


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits of one task; times in seconds, sizes in bytes. None is no limit.

    `tokens` counts those of all requests and answers, cached ones too; `dollars` what they cost.
    `subtasks` is how many sub-tasks the model may start for one order (0: it is not offered any).
    `test_seconds` is what one run of the project's tests may take; `document_bytes` how much of
    the AGENTS.md files is read (0: none), `document_names` the names that stand in for one.
    `window` is what the model takes in, in tokens (None: as the catalogue says); the conversation
    is compacted when it fills the share `compact_at` of it; with `compaction` "server" the upstream
    is asked to do so as well, with "endpoint" at its `/responses/compact`, with "inline" in the
    answer that goes beyond this share (`context_management`). `ladder` are the models that
    `--model auto` asks, each only after the one before was not proven right. `attempts` is how
    often the top of the ladder, or the one model, tries an order side by side, each time in a copy
    of the folder; the smallest change that is proven is taken.
    """

    steps: _Count = 200
    seconds: Annotated[float, Meta(gt=0)] | None = 3600.0
    tokens: _Count = None
    dollars: Annotated[float, Meta(ge=0)] | None = None
    subtasks: Annotated[int, Meta(ge=0)] = 0
    attempts: Annotated[int, Meta(ge=1, le=8)] = 1
    keep: bool = False
    verify: bool = True
    test_seconds: Annotated[float, Meta(gt=0)] = 300.0
    document_bytes: Annotated[int, Meta(ge=0)] = 32_768
    document_names: tuple[str, ...] = ()
    window: Annotated[int, Meta(ge=1_000)] | None = None
    compact_at: Annotated[float, Meta(gt=0, le=1)] = 0.85
    compaction: Literal["own", "server", "endpoint", "inline"] = "own"
    ladder: tuple[str, ...] = (
        "quire/standard",
        "gpt-5.1-codex-mini",
        "gpt-5.1-codex",
        "gpt-5.1-codex-max",
    )


def check(settings: Settings) -> None:
    """Raise SettingsError for a ladder that names no model, one twice, or one that is none."""
    ladder = settings.ladder
    wrong = _fault(ladder) if ladder else "It names no model."
    if wrong:
        raise SettingsError(
            f"The ladder cannot be climbed. {wrong}",
            hint='List the models from the first to the last, for example ["quire/standard", '
            '"gpt-5.1-codex"].',
            param="agent.ladder",
        )


def _fault(ladder: Sequence[str]) -> str:
    """Return what is wrong with the first entry that cannot be; nothing where all can."""
    engines = [PREFIX + name for name in PROFILES]
    for place, model in enumerate(ladder):
        name = model.strip().lower()
        if not name:
            return f"Entry {place + 1} is empty."
        if name == AUTO:
            return f"{model!r} stands for the ladder itself, so it cannot be a model of it."
        if name.startswith(PREFIX) and model not in engines:
            return f"There is no {model!r}: the engine answers as {', '.join(engines)}."
        if model in ladder[:place]:
            return f"{model!r} stands in it twice."
    return ""
