"""The rules of Minesweeper: a field of hidden mines and the state of one game."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator

Cell = tuple[int, int]

PLAYING = "playing"
WON = "won"
LOST = "lost"


class GameOver(Exception):
    """A move was made after the game had ended."""


class Field:
    """A game on a field of `width` columns and `height` rows; cells are (column, row)."""

    def __init__(self, width: int, height: int, mines: Iterable[Cell]) -> None:
        if width < 1 or height < 1:
            raise ValueError("a field needs at least one cell")
        self.width = width
        self.height = height
        self.mines = frozenset(mines)
        for cell in self.mines:
            if not self.contains(cell):
                raise ValueError(f"mine outside of the field: {cell}")
        self.opened: set[Cell] = set()
        self.flags: set[Cell] = set()
        self.moves = 0
        self.exploded: Cell | None = None

    @classmethod
    def parse(cls, text: str) -> Field:
        """Read a field from rows of characters, where "*" is a mine."""
        rows = text.split()
        if len({len(row) for row in rows}) != 1:
            raise ValueError("all rows must have the same length")
        mines = [(x, y) for y, row in enumerate(rows) for x, mark in enumerate(row) if mark == "*"]
        return cls(len(rows[0]), len(rows), mines)

    @classmethod
    def scatter(cls, width: int, height: int, count: int, safe: Cell, rng=random) -> Field:
        """Lay `count` mines at random, but none on or next to the cell `safe`."""
        empty = cls(width, height, [])
        kept_free = {safe, *empty.neighbours(safe)}
        choices = [cell for cell in empty.cells() if cell not in kept_free]
        if count > len(choices):
            raise ValueError(f"there is room for {len(choices)} mines only")
        return cls(width, height, rng.sample(choices, count))

    def contains(self, cell: Cell) -> bool:
        """Tell whether a cell lies on the field."""
        x, y = cell
        return 0 <= x < self.width and 0 <= y < self.height

    def cells(self) -> Iterator[Cell]:
        """Yield all cells, row by row."""
        for y in range(self.height):
            for x in range(self.width):
                yield (x, y)

    def neighbours(self, cell: Cell) -> list[Cell]:
        """Return the up to eight cells around a cell."""
        x, y = cell
        around = [
            (x + dx, y + dy)
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            if (dx, dy) != (0, 0)
        ]
        return [near for near in around if self.contains(near)]

    def clue(self, cell: Cell) -> int:
        """Return how many mines are next to a cell."""
        return sum(1 for near in self.neighbours(cell) if near in self.mines)

    @property
    def state(self) -> str:
        """Return whether the game is being played, won or lost."""
        if self.exploded is not None:
            return LOST
        if len(self.opened) == self.width * self.height - len(self.mines):
            return WON
        return PLAYING

    @property
    def mines_left(self) -> int:
        """Return the number of mines without a flag; negative if there are too many flags."""
        return len(self.mines) - len(self.flags)

    def open(self, cell: Cell) -> set[Cell]:
        """Open a cell, and everything around cells without a clue; return what was opened.

        Flagged and open cells stay as they are. Opening a mine loses the game.
        """
        self._check_move(cell)
        if cell in self.flags or cell in self.opened:
            return set()
        self.moves += 1
        if cell in self.mines:
            self.exploded = cell
            return set()
        return self._flood(cell)

    def _flood(self, start: Cell) -> set[Cell]:
        fresh = {start}
        queue = deque([start])
        while queue:
            cell = queue.popleft()
            if self.clue(cell) > 0:
                continue
            for near in self.neighbours(cell):
                if near not in fresh and near not in self.opened and near not in self.flags:
                    fresh.add(near)
                    queue.append(near)
        self.opened |= fresh
        return fresh

    def toggle_flag(self, cell: Cell) -> bool:
        """Set or remove a flag; return whether there is one now. Open cells take none."""
        self._check_move(cell)
        if cell in self.opened:
            return False
        if cell in self.flags:
            self.flags.remove(cell)
            return False
        self.flags.add(cell)
        return True

    def chord(self, cell: Cell) -> set[Cell]:
        """Open all cells around an open one, if as many flags as its clue are around it."""
        self._check_move(cell)
        if cell not in self.opened:
            return set()
        around = self.neighbours(cell)
        flagged = [near for near in around if near in self.flags]
        if len(flagged) != self.clue(cell):
            return set()
        fresh: set[Cell] = set()
        for near in around:
            fresh |= self.open(near)
            if self.state == LOST:
                break
        return fresh

    def _check_move(self, cell: Cell) -> None:
        if self.exploded is not None:
            raise GameOver("the game is lost")
        if not self.contains(cell):
            raise IndexError(f"no such cell: {cell}")

    def render(self, reveal: bool = False) -> str:
        """Draw the field: "." closed, "F" a flag, " " no clue, "*" a mine, "X" the exploded one."""
        lines = []
        for y in range(self.height):
            line = "".join(self._mark((x, y), reveal) for x in range(self.width))
            lines.append(line)
        return "\n".join(lines)

    def _mark(self, cell: Cell, reveal: bool) -> str:
        if cell == self.exploded:
            return "X"
        if cell in self.opened:
            return str(self.clue(cell) or " ")
        if reveal and cell in self.mines:
            return "*"
        return "F" if cell in self.flags else "."
