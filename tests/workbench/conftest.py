from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.trees import pack


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbench, packed as it is shipped."""
    return pack(tmp_path_factory.mktemp("workbench"))
