"""What a template is: the kinds of nodes that it is for, and how it edits one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

from .scope import Place
from .source import Edit

Template = Callable[[Place, Any], Iterator[Edit]]
Row = tuple[tuple[type, ...], Template]
