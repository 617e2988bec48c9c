"""All attempts to break out."""

from __future__ import annotations

from tests.sandbox.escapes.attempt import Attack
from tests.sandbox.escapes.beside import BESIDE
from tests.sandbox.escapes.inside import INSIDE
from tests.sandbox.escapes.kernel import KERNEL_AND_RIGHTS
from tests.sandbox.escapes.outside import OUTSIDE

ATTACKS: list[Attack] = [*OUTSIDE, *BESIDE, *KERNEL_AND_RIGHTS, *INSIDE]
