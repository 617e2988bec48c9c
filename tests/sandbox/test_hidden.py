"""Files that .quireignore names cannot be read: not by tools, and not by commands."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest

from quire.errors import RefusedError
from quire.sandbox.files import Root
from quire.sandbox.hidden import Hidden, lines_of
from quire.sandbox.policy import Mode, Policy
from quire.sandbox.runner import Command, Sandbox
from quire.sandbox.unreadable import MOST

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


def test_a_file_in_a_deeper_folder_counts_there_as_to_git(tmp_path: Path) -> None:
    files = {
        "": ("*.key", "keep/"),
        "a/": ("!open.key", "/only.txt", "sub/*.txt"),
        "a/sub/": ("*.md", "!"),
        "b[1]/": ("x.*",),
    }
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for folder, lines in files.items():
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        for name in (".gitignore", ".quireignore"):
            (tmp_path / folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = (
        "open.key", "a/open.key", "a/shut.key", "a/only.txt", "a/sub/only.txt", "only.txt",
        "a/sub/a.md", "a/a.md", "b[1]/x.c", "b[1]/y.c", "x.c", "a/keep/z", "a/sub/deep/b.md",
    )  # fmt: skip
    asked = subprocess.run(
        ["git", "-C", tmp_path, "check-ignore", "--stdin", "--no-index"],
        input="\n".join(names), capture_output=True, text=True,
    )  # fmt: skip
    hidden = Hidden(tmp_path, lines_of(tmp_path))
    assert [name for name in names if hidden.covers(name)] == asked.stdout.splitlines()
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = {path.relative_to(tmp_path).as_posix() for path in hidden.paths()}
    assert found == {*asked.stdout.splitlines()} - {"a/keep/z"} | {"a/keep"}


async def outputs(policy: Policy, tier: str, *scripts: str) -> list[bytes]:
    async with await Sandbox.open(policy, only=tier) as sandbox:
        done = [await sandbox.run(Command(("sh", "-c", script))) for script in scripts]
        return [outcome.stdout for outcome in done]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with secrets, one of them named by a file in a folder."""
    folder = tmp_path / "work"
    (folder / "sub" / "keys").mkdir(parents=True)
    (folder / "sub" / ".quireignore").write_text("own\n")
    for name in (".env", "sub/keys/one", "sub/own"):
        (folder / name).write_text("canary")
    (folder / "seen").write_text("seen")
    (folder / "sub" / "seen").write_text(" too")
    return folder


@pytest.mark.parametrize("tier", ["bubblewrap", "landlock"])
def test_a_command_cannot_read_past_it(workspace: Path, tier: str) -> None:
    policy = Policy(workspace, hidden=(".env", "keys/", "sub/late"))
    said = asyncio.run(
        outputs(
            policy,
            tier,
            "cat .env sub/keys/one sub/own seen sub/seen; cat sub/keys/*",
            "mv .env other; ln .env other; cp -r sub/keys taken; mv sub moved; cat other taken/*",
            "cat other moved/keys/one moved/own; grep -rs canary .; find . -name one -size +0",
        )
    )
    assert [text.replace(b"./moved/keys/one\n", b"") for text in said] == [b"seen too", b"", b""]
    assert (workspace / "moved" / "keys" / "one").read_text() == "canary"


def test_behind_bubblewrap_there_is_nothing_of_it(workspace: Path) -> None:
    policy = Policy(workspace, hidden=(".env", "keys/"))
    said = asyncio.run(outputs(policy, "bubblewrap", "ls sub/keys; cat .env; mv .env other"))
    assert said == [b""]
    assert (workspace / ".env").read_text() == "canary"


def test_landlock_lets_the_rest_be_worked_with(workspace: Path) -> None:
    (workspace / "lib").mkdir()
    (workspace / "lib" / "link").symlink_to("../.env")
    (workspace / "link").symlink_to(".env")
    policy = Policy(workspace, hidden=(".env",))
    said = asyncio.run(
        outputs(
            policy,
            "landlock",
            "echo a > lib/new; cat lib/new seen; mv seen lib/; cat lib/seen; cat lib/link link",
            "echo b > new; cat new || echo not yet; mv .env lib/x || echo stays",
            "cat new; cat .env sub/../.env /proc/self/cwd/.env",
        )
    )
    assert said == [b"a\nseenseen", b"not yet\nstays\n", b"b\n"]


def test_landlock_refuses_to_hide_among_very_many(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("canary")
    for number in range(MOST + 1):
        (tmp_path / f"{number}").touch()

    async def refused() -> None:
        async with await Sandbox.open(Policy(tmp_path, hidden=(".env",)), only="landlock"):
            pass

    with pytest.raises(RefusedError, match="4,001 files lie beside"):
        asyncio.run(refused())


def test_each_tier_says_what_hiding_costs_there(tmp_path: Path) -> None:
    workspace = tmp_path / "work"
    (workspace / "conf").mkdir(parents=True)
    (workspace / "conf" / ".env").write_text("canary")

    async def told(tier: str) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        mode: Mode = "danger-full-access" if tier == "none" else "workspace-write"
        policy = Policy(workspace, mode=mode, hidden=(".env",))
        async with await Sandbox.open(policy, only=tier, unsafe=tier == "none") as sandbox:
            return sandbox.readable_secrets(), sandbox.narrowed()

    assert asyncio.run(told("bubblewrap")) == ((), ())
    assert asyncio.run(told("landlock")) == ((), (workspace / "conf",))
    assert asyncio.run(told("none")) == ((workspace / "conf" / ".env",), ())
