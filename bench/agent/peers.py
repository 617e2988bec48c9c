"""The agents that are compared: the floor, Quire, Codex CLI and mini-swe-agent.

A peer is used where it is installed below `.peers`, which `--install-peers` does, or (Codex) by
the conformance tests. Each is told one model name that no catalogue knows, and has no terminal.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quire.models.script import Answer, FunctionWish

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEERS = HERE / ".peers"
PROMPT = "go on"
MODEL = "scripted"
CODEX, MINI = "0.169.0", "2.4.6"
_CONFORMANCE = ROOT / "tests/conformance/node"
_CODEX_NATIVE = "node_modules/@openai/codex-linux-*/vendor/*/bin/codex"
_CODEX_SETTINGS = """
model = "{model}"
model_provider = "bench"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.bench]
name = "bench"
base_url = "{address}"
env_key = "OPENAI_API_KEY"
wire_api = "responses"
"""
DONE = Answer(text="Done.")
_CODEX_UNWALLED = ("--dangerously-bypass-approvals-and-sandbox",)
_MINI_ENDS = "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT"


@dataclass(frozen=True)
class Contender:
    """An agent: its command for an address and a home, and how a model runs `true` with it.

    `ends` is the last answer of a session, by which the agent knows that it is done.
    """

    name: str
    argv: Callable[[str, Path], list[str]]
    turn: Answer
    ends: Answer = DONE

    def environment(self, address: str, home: Path) -> dict[str, str]:
        """Return what every agent finds in its environment."""
        own = {name: text for name, text in os.environ.items() if name in ("PATH", "LANG", "TERM")}
        return {
            **own,
            "OPENAI_BASE_URL": address,
            "OPENAI_API_BASE": address,
            "OPENAI_API_KEY": "none",
            "HOME": str(home),
            "QUIRE_HOME": str(home),
            "CODEX_HOME": str(home),
            "PYTHONPATH": str(ROOT / "src"),
            "MSWEA_CONFIGURED": "true",
            "MSWEA_COST_TRACKING": "ignore_errors",
            "MSWEA_GLOBAL_CONFIG_DIR": str(home),
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        }


def contenders() -> Iterator[Contender]:
    """Yield the floor first, then Quire with and without its walls, then whoever is installed."""
    shell = _calls("shell", command="true")
    yield Contender("floor", _floor, shell)
    yield Contender("quire", _quire(), shell)
    yield Contender("quire, no walls", _quire("--unsafe-no-sandbox"), shell)
    if codex_program() is not None:
        turn = _calls("exec_command", cmd="true")
        yield Contender("codex", _codex("-s", "workspace-write"), turn)
        yield Contender("codex, no walls", _codex(*_CODEX_UNWALLED), turn)
    if mini_program() is not None:
        last = _calls("bash", command=_MINI_ENDS)
        yield Contender("mini-swe-agent", _mini, _calls("bash", command="true"), last)


def absent() -> Iterator[str]:
    """Yield the names of the peers that are not installed."""
    if codex_program() is None:
        yield "codex"
    if mini_program() is None:
        yield "mini-swe-agent"


def install() -> None:
    """Install the peers below `.peers`, each in an environment of its own."""
    if codex_program() is None:
        to = ["--prefix", str(PEERS / "codex"), "--no-audit", "--no-fund"]
        subprocess.run(["npm", "install", *to, f"@openai/codex@{CODEX}"], check=True)
    if mini_program() is None:
        place = PEERS / "mini-swe-agent"
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        # Its litellm imports mcp, which neither of them asks for.
        wanted = [f"mini-swe-agent=={MINI}", "mcp"]
        subprocess.run([str(place / "bin/pip"), "install", "-q", *wanted], check=True)


def codex_program() -> Path | None:
    """Return the native program of the Codex CLI, without the script of node before it."""
    places = (PEERS / "codex", _CONFORMANCE)
    return next((path for place in places for path in place.glob(_CODEX_NATIVE)), None)


def mini_program() -> Path | None:
    """Return the program of mini-swe-agent."""
    path = PEERS / "mini-swe-agent/bin/mini"
    return path if path.exists() else None


def _calls(name: str, **arguments: object) -> Answer:
    return Answer(calls=(FunctionWish(name=name, arguments=arguments),))


def _floor(address: str, home: Path) -> list[str]:
    return [sys.executable, str(HERE / "floor.py"), address, PROMPT]


def _quire(*flags: str) -> Callable[[str, Path], list[str]]:
    told = [sys.executable, "-m", "quire", "exec", "--no-verify", "-m", MODEL, *flags, PROMPT]
    return lambda address, home: told


def _codex(*flags: str) -> Callable[[str, Path], list[str]]:
    def argv(address: str, home: Path) -> list[str]:
        settings = _CODEX_SETTINGS.format(model=MODEL, address=address)
        (home / "config.toml").write_text(settings)
        return [str(codex_program()), "exec", "--skip-git-repo-check", *flags, PROMPT]

    return argv


def _mini(address: str, home: Path) -> list[str]:
    told = ["-y", "--exit-immediately", "-l", "0", "-t", PROMPT, "-m", f"openai/{MODEL}"]
    return [str(mini_program()), *told]
