from dataclasses import dataclass
from enum import Enum, IntEnum


class Priority(IntEnum):
    LOW = 0
    NORMAL = 1
    HIGH = 2


class State(Enum):
    QUEUED = "queued"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass
class Job:
    job_id: str
    owner: str
    pages: int
    copies: int = 1
    duplex: bool = False
    priority: Priority = Priority.NORMAL
    state: State = State.QUEUED
    attempts: int = 0
    ticket: int | None = None

    @property
    def sheets(self) -> int:
        """Sheets of paper; every copy starts on a fresh sheet."""
        per_copy = (self.pages + 1) // 2 if self.duplex else self.pages
        return per_copy * self.copies
