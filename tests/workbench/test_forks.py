"""What runs in children, and how long it lives."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from quire.workbench.forks import Child, Send, early


class Task:
    """A child that tells its number, and waits to be ended."""

    def __init__(self, number: int, begun: list[int]) -> None:
        begun.append(number)
        self.number = number
        self.child = Child(self._tell)

    def _tell(self, send: Send) -> None:
        send(self.number)
        time.sleep(600)

    def read(self) -> int:
        told: int = next(self.child.messages(60, time.monotonic() + 60))
        return told

    def close(self) -> None:
        self.child.kill()


def tasks(begun: list[int], made: list[Task]) -> Iterator[Task]:
    for number in range(5):
        made.append(Task(number, begun))
        yield made[-1]


def alive(task: Task) -> bool:
    try:
        os.kill(task.child.pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_more_runs_than_is_read() -> None:
    begun: list[int] = []
    seen = []
    for task in early(tasks(begun, [])):
        seen.append((task.read(), len(begun)))
    assert seen == [(0, 2), (1, 3), (2, 4), (3, 5), (4, 5)]


def test_what_is_not_read_any_more_is_ended() -> None:
    made: list[Task] = []
    running = early(tasks([], made))
    assert next(running).read() == 0
    running.close()
    assert len(made) == 2
    assert not any(map(alive, made))
