"""Files that .quireignore names cannot be read: not by tools, and not by commands in tier A."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest

from quire.errors import RefusedError
from quire.sandbox.files import Root
from quire.sandbox.hidden import Hidden, lines_of
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Sandbox

LINES = (
    "# secrets", "", ".env", "*.pem", "!public.pem", "/keys/", "conf/*.local", "a/**/z.txt",
    "deep/**", "[ab].key", r"\#odd", "trail  ",
)  # fmt: skip
NAMES = (
    ".env", "sub/.env", "x.pem", "sub/x.pem", "public.pem", "keys/one", "sub/keys/one",
    "conf/x.local", "conf/sub/x.local", "sub/conf/x.local", "a/z.txt", "a/b/c/z.txt", "b/z.txt",
    "deep/x", "deep/y/x", "a.key", "c.key", "#odd", "trail", "env", "keysx/one",
)  # fmt: skip


def test_patterns_mean_what_they_mean_to_git(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    asked = subprocess.run(
        ["git", "-C", tmp_path, "check-ignore", "--stdin", "--no-index"],
        input="\n".join(NAMES), capture_output=True, text=True,
    )  # fmt: skip
    hidden = Hidden(tmp_path, LINES)
    assert [name for name in NAMES if hidden.covers(name)] == [
        line.strip('"') for line in asked.stdout.splitlines()
    ]


def test_a_file_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".quireignore").write_text(".env\nkeys/\n", encoding="utf-8")
    (tmp_path / "keys").mkdir()
    with Root(tmp_path, hidden=lines_of(tmp_path)) as root:
        for name in (".env", "keys/a", "keys/b/c"):
            with pytest.raises(RefusedError, match=r"is hidden by \.quireignore"):
                root.write(name, b"")
        with pytest.raises(RefusedError, match="protected"):
            root.read(".quireignore")


async def outputs(policy: Policy, *scripts: str) -> list[bytes]:
    async with await Sandbox.open(policy, only="bubblewrap") as sandbox:
        done = [await sandbox.run(Command(("sh", "-c", script))) for script in scripts]
        return [outcome.stdout for outcome in done]


def test_a_command_cannot_read_past_it(tmp_path: Path) -> None:
    workspace = tmp_path / "work"
    (workspace / "sub" / "keys").mkdir(parents=True)
    (workspace / ".env").write_text("canary")
    (workspace / "sub" / "keys" / "one").write_text("canary")
    (workspace / "seen").write_text("seen")
    policy = Policy(workspace, hidden=(".env", "keys/", "sub/late"))
    said = asyncio.run(
        outputs(
            policy,
            "cat .env sub/keys/one seen; ls sub/keys",
            "mv .env other; ln .env other; cp -r sub/keys taken; mv sub moved; cat other taken/*",
            "cat moved/keys/one; grep -r canary .; find . -name one",
        )
    )
    assert said == [b"seen", b"", b""]
    assert (workspace / ".env").read_text() == "canary"
    assert (workspace / "moved" / "keys" / "one").read_text() == "canary"


def test_a_tier_that_cannot_hide_files_names_them(tmp_path: Path) -> None:
    workspace = tmp_path / "work"
    workspace.mkdir()
    (workspace / ".env").write_text("canary")

    async def named(tier: str) -> tuple[Path, ...]:
        policy = Policy(workspace, hidden=(".env",))
        async with await Sandbox.open(policy, only=tier) as sandbox:
            return sandbox.readable_secrets()

    assert asyncio.run(named("bubblewrap")) == ()
    assert asyncio.run(named("landlock")) == (workspace / ".env",)
