"""Schemathesis against a real server: what its document allows never makes it fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gateway.conftest import serving

SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"


@pytest.mark.skipif(not shutil.which(SCHEMATHESIS), reason="needs schemathesis")
def test_no_request_makes_the_server_fail(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as gateway:
        address = gateway.address.removesuffix("/v1")
        done = subprocess.run(
            [
                SCHEMATHESIS, "run", f"{address}/openapi.json", "--checks", "not_a_server_error",
                "-H", f"Authorization: Bearer {gateway.key}", "--max-examples", "6",
                "--phases", "fuzzing,stateful", "--seed", "1", "--generation-database", "none",
            ],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "generated" in done.stdout
