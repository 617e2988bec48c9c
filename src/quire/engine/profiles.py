"""How much search each profile and each effort buys."""

from __future__ import annotations

from msgspec import Struct

from quire.errors import InvalidRequest, shortened
from quire.protocol.requests import Effort, Request

PREFIX = "quire/"


class Budget(Struct, frozen=True, kw_only=True):
    """What a search may spend: wall seconds, edits in one patch, suspects worth telling."""

    profile: str
    effort: Effort
    seconds: int
    edits: int
    suspects: int
    seed: int

    @property
    def pace(self) -> str:
        """Return the effort in the workbench's own words, which are fewer."""
        return _PACES.get(self.effort, self.effort)

    @property
    def name(self) -> str:
        """Return the model's full name, for example `quire/mini`."""
        return PREFIX + self.profile


# seconds and edits at medium effort
PROFILES: dict[str, tuple[int, int]] = {"mini": (10, 1), "standard": (60, 2), "max": (600, 3)}

# share of the profile's seconds, and how many suspects the reasoning tells
EFFORTS: dict[Effort, tuple[float, int]] = {
    "none": (0.2, 0),
    "minimal": (0.2, 1),
    "low": (0.5, 2),
    "medium": (1.0, 3),
    "high": (1.5, 5),
    "xhigh": (2.0, 8),
    "max": (3.0, 12),
}
_PACES: dict[Effort, str] = {"minimal": "low", "max": "xhigh"}
DEFAULT_EFFORT: Effort = "medium"


def budget(request: Request) -> Budget:
    """Return what `request` may spend.

    Raises InvalidRequest that names the profiles when the model is none of them, or the field
    when the seed is not an integer.
    """
    profile = request.model.removeprefix(PREFIX)
    if profile not in PROFILES:
        names = ", ".join(PREFIX + name for name in PROFILES)
        raise InvalidRequest(
            f"Unknown model '{shortened(request.model)}'.",
            hint=f"The engine answers as {names}.",
            param="model",
            code="model_not_found",
        )
    effort = (request.reasoning.effort if request.reasoning else None) or DEFAULT_EFFORT
    seconds, edits = PROFILES[profile]
    share, suspects = EFFORTS[effort]
    return Budget(
        profile=profile,
        effort=effort,
        seconds=max(2, round(seconds * share)),
        edits=1 if effort == "none" else edits,
        suspects=suspects,
        seed=_seed(request),
    )


def _seed(request: Request) -> int:
    seed = request.rest.get("seed")
    if seed is None:
        return 0
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise InvalidRequest(
            f"Invalid value for 'seed': {seed!r}.", hint="Give an integer.", param="seed"
        )
    return seed
