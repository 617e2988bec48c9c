"""What a start may load: pinned by sets of modules, which do not depend on the machine."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"asyncio", "http", "httptools", "httpx2", "ssl", "socket", "sqlite3", "textual", "openai"}
HEAVY |= {"msgspec"}


def loaded(code: str) -> set[str]:
    """Return the top names of the modules that a fresh interpreter loads for `code`."""
    script = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    code = "from quire.cli import quire\nquire.main(['--help'], standalone_mode=False)"
    assert loaded(code) & HEAVY == set()


def test_the_command_table_loads_no_room() -> None:
    code = "import quire.cli, sys\nprint(sorted(n for n in sys.modules if n.startswith('quire.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['quire.cli', 'quire.errors']"


def test_the_offline_default_loads_no_http_library() -> None:
    code = "import quire.cli.run, quire.cli.exec, quire.engine"
    assert loaded(code) & {"httptools", "httpx2", "textual", "openai", "sqlite3"} == set()


_ASKED = """
import asyncio, sys
from quire import config
from quire.cli.wiring import answerer
from quire.protocol import items
from quire.protocol.requests import Request

async def main():
    async with answerer("quire/standard", config.Settings(), b"") as model:
        print("quire.engine.answerer" in sys.modules)
        asked = Request(model="quire/standard", input=(items.user("Hello"),))
        told = [event async for event in model.respond(asked)]
        print("quire.engine.answerer" in sys.modules, type(told[-1]).__name__)

asyncio.run(main())
"""


def test_a_task_loads_the_engine_when_it_is_asked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASKED], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True", "Answered"]


def test_a_gateway_loads_the_engine_when_it_is_asked() -> None:
    code = "import quire.cli.answerers, quire.gateway.app, sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "quire.engine.answerer" not in done.stdout.split()


def test_settings_load_neither_an_event_loop_nor_a_network() -> None:
    assert loaded("import quire.config") & {"asyncio", "http", "ssl", "socket", "sqlite3"} == set()
