"""Orders for a set-up that no fixed form tells reach it, and those near them do not."""

from __future__ import annotations

import pytest

from quire.engine.answerer import works_of


@pytest.mark.parametrize(
    "text",
    [
        "venv + deps please",
        "download and install all dependencies",
        "go through the setup instructions and do them",
        "make it so that I can run pytest here",
        "my virtualenv got deleted, please rebuild it",
        "pytest says ModuleNotFoundError: yaml. install the missing packages",
        "pip install fails, get the project installed",
    ],
)
def test_orders_for_a_set_up(text: str) -> None:
    assert works_of(text) == ("setup",)


@pytest.mark.parametrize(
    "text",
    [
        "No module named 'utils' in tests, fix the import",
        "ImportError: cannot import name 'Session'. Please make it go away",
        "install a dark theme",
        "create an environment variable for the port",
        "get the tests running again",
    ],
)
def test_what_is_no_set_up(text: str) -> None:
    assert works_of(text) != ("setup",)


def test_the_same_for_each_name_is_one_work_each() -> None:
    assert works_of("move the functions foo and bar from x.py into y.py") == (
        "refactor",
        "refactor",
    )
    assert works_of("1. fix test_a 2. rename do_it to process") == ("repair", "refactor")
