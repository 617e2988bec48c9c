from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.workbench.trees import pack


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbench, packed as it is shipped."""
    return pack(tmp_path_factory.mktemp("workbench"))


@pytest.fixture(autouse=True)
def own_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `python` mean the interpreter that runs the tests, as in an environment that is on."""
    own = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join((own, os.environ["PATH"])))
