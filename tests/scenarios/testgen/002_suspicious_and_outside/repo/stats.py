import os
import random
from datetime import datetime


def save(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def note(text: str) -> None:
    with open("notes.txt", "a") as file:
        file.write(text)


def greeting(now: datetime | None = None) -> str:
    now = now or datetime.now()
    return "morning" if now.hour < 12 else "day"


def host() -> str:
    return os.environ.get("HOST_NAME", "localhost")


def pick(items: list[int]) -> int:
    return random.choice(items)


def stamped(text: str) -> str:
    return f"{datetime.now()} {text}"


def quits(number: int) -> int:
    if number > 3:
        os._exit(3)
    return number


def address() -> str:
    return repr(object())


def double(number: int) -> int:
    return number * 2


def mean(values: list[float]) -> float:
    """Return the mean.

    >>> mean([1.0, 2.0])
    1.6
    """
    return sum(values) / len(values)


def label(number: int) -> str:
    """Return a number in words, as far as they are known."""
    if number > 10:
        return number
    return str(number)
