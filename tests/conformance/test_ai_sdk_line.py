"""The example of the pages: from a fresh start of the gateway to the AI SDK's own line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.gateway.conftest import Gateway, Script, Start

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "ai-sdk"
MODULES = Path(__file__).parent / "node" / "node_modules"

pytestmark = pytest.mark.skipif(
    shutil.which("npm") is None or not (MODULES / "ai6").exists(),
    reason="needs node and the AI SDK: npm install in tests/conformance/node",
)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example's folder, with what it needs installed already."""
    folder = tmp_path / "ai-sdk"
    wanted = ("sky.mjs", "package.json")
    (folder / "node_modules" / "@ai-sdk").mkdir(parents=True)
    for name in wanted:
        shutil.copy(EXAMPLE / name, folder)
    package = json.loads((folder / "package.json").read_text())
    del package["scripts"]["prestart"]
    (folder / "package.json").write_text(json.dumps(package))
    (folder / "node_modules" / "ai").symlink_to(MODULES / "ai6")
    (folder / "node_modules" / "@ai-sdk" / "gateway").symlink_to(MODULES / "@ai-sdk" / "gateway")
    return folder


def run(folder: Path, gateway: Gateway, *model: str) -> subprocess.CompletedProcess[str]:
    """Run the example as the pages say, against a gateway on another port."""
    told = {"AI_GATEWAY_API_KEY": gateway.key, "QUIRE_ORIGIN": gateway.address.removesuffix("/v1")}
    return subprocess.run(
        ["npm", "start", "--silent", "--prefix", str(folder), "--", *model],
        env={**os.environ, **told}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_the_engine_answers_at_once(start: Start, example: Path) -> None:
    done = run(example, start())
    assert done.returncode == 0, done.stderr
    assert "quire/standard" in done.stdout


def test_an_upstream_answers_by_the_name_of_the_page(
    start: Start, script: Script, example: Path
) -> None:
    gateway = start(upstream=script({"text": "It scatters."}))
    done = run(example, gateway, "openai/gpt-5.1-codex")
    assert (done.returncode, done.stdout.strip()) == (0, "It scatters."), done.stderr


def test_without_an_upstream_it_says_what_to_set(start: Start, example: Path) -> None:
    done = run(example, start(), "openai/gpt-5.1-codex")
    assert done.returncode == 1
    assert "Set OPENAI_API_KEY." in done.stderr


def test_the_pages_name_the_three_commands() -> None:
    commands = [
        'pip install ".[gateway]"', "quire serve", "AI_GATEWAY_API_KEY=sk-quire-… npm start "
        "--prefix examples/ai-sdk",
    ]  # fmt: skip
    for page in ("README.md", "docs/guides/gateway.md"):
        lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
        told = [line.partition(" #")[0].strip() for line in lines]
        assert [line for line in told if line in commands] == commands, page
