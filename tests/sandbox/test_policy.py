"""Policies: which roots may be opened, where commands may stand, what interpreters need."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from quire.errors import RefusedError
from quire.sandbox.policy import (
    Policy,
    account_home,
    resolved,
    toolchain_roots,
    working_directory,
)


@pytest.mark.parametrize("place", ["/", "/usr", "/etc", "/usr/local/lib", "/tmp", "/home", "/proc"])
@pytest.mark.parametrize("field", ["workspace", "writable"])
def test_places_of_the_system_are_refused(place: str, field: str, workspace: Path) -> None:
    opened = {
        "workspace": Policy(Path(place)),
        "writable": Policy(workspace, writable=(Path(place),)),
    }
    with pytest.raises(RefusedError, match=rf"^{field}: /\S* is too broad") as caught:
        resolved(opened[field])
    assert caught.value.param == field


def test_the_home_directory_and_missing_ones_are_refused(workspace: Path) -> None:
    home = account_home()
    if home is not None and home.is_dir():
        with pytest.raises(RefusedError, match="too broad"):
            resolved(Policy(home))
    with pytest.raises(RefusedError, match="cannot be opened"):
        resolved(Policy(workspace / "none"))
    (workspace / "file").touch()
    with pytest.raises(RefusedError, match="not a directory"):
        resolved(Policy(workspace / "file"))


def test_roots_become_real_paths(workspace: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(workspace)
    policy = resolved(Policy(link, writable=(link,), readable=(tmp_path / "none", tmp_path)))
    assert (policy.workspace, policy.writable) == (workspace, (workspace,))
    assert policy.readable == (tmp_path,)


def test_a_command_stands_inside_the_roots(workspace: Path, tmp_path: Path) -> None:
    policy = resolved(Policy(workspace))
    (workspace / "sub").mkdir()
    (workspace / "out").symlink_to(tmp_path)
    assert working_directory(policy, None) == workspace
    assert working_directory(policy, Path("sub")) == workspace / "sub"
    for asked in ("..", "/", "/usr", "out", "sub/../.."):
        with pytest.raises(RefusedError, match="outside the workspace"):
            working_directory(policy, Path(asked))
    with pytest.raises(RefusedError, match="cannot be opened"):
        working_directory(policy, Path("none"))
    wider = resolved(replace(policy, writable=(tmp_path,)))
    assert working_directory(wider, Path("out")) == tmp_path


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_what_an_interpreter_needs(tmp_path: Path) -> None:
    real = program(tmp_path / "versions/3.11/bin/python3.11")
    (real.parent / "python3").symlink_to(real)
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").symlink_to(real)
    (venv / "pyvenv.cfg").write_text(f"home = {real.parent}\nversion = 3.11\n")
    assert set(toolchain_roots(venv / "bin/python")) == {venv, tmp_path / "versions/3.11"}
    shim = program(tmp_path / "pyenv/shims/python")
    (tmp_path / "pyenv/versions").mkdir()
    assert toolchain_roots(shim) == (tmp_path / "pyenv",)


def test_private_places_are_not_opened_whole(tmp_path: Path) -> None:
    tool = program(tmp_path / ".local/bin/tool")
    cargo = program(tmp_path / ".cargo/bin/cargo")
    assert toolchain_roots(tool) == (tmp_path / ".local/bin",)
    assert toolchain_roots(cargo) == (tmp_path / ".cargo/bin",)
    assert toolchain_roots(Path("/usr/bin/env")) == ()


def test_a_project_cannot_open_a_directory_by_pointing_there(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("word")
    venv = tmp_path / "project/.venv"
    fake = program(venv / "bin/python3")
    (venv / "pyvenv.cfg").write_text(f"home = {secret}\n")
    assert toolchain_roots(fake) == (venv,)
    (venv / "bin/python").symlink_to(secret / "key")
    assert toolchain_roots(venv / "bin/python") == ()
    (venv / "pyvenv.cfg").write_text("home = /\n")
    assert toolchain_roots(fake) == (venv,)


def test_roots_inside_what_commands_change_are_not_opened_by_name(workspace: Path) -> None:
    inner = workspace / "inner"
    inner.mkdir()
    policy = Policy(workspace, writable=(inner,), readable=(inner,))
    assert (resolved(policy).writable, resolved(policy).readable) == ((), ())
    kept = resolved(replace(policy, mode="read-only"))
    assert (kept.writable, kept.readable) == ((inner,), (inner,))
