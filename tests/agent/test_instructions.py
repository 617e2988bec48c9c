"""What a model is told first: instructions, AGENTS.md files, surroundings."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.agent.instructions import (
    Surroundings,
    context,
    described,
    documents,
    instructions,
)
from quire.protocol.items import text_of

LIMIT = 32_768


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a repository inside a folder that has instructions of its own."""
    write(tmp_path / "AGENTS.md", "outside")
    write(tmp_path / "repo" / ".git" / "HEAD", "")
    (tmp_path / "repo" / "a" / "b").mkdir(parents=True)
    return tmp_path / "repo"


def told(cwd: Path, limit: int = LIMIT, *names: str) -> str:
    """Return what the project's files say for a folder."""
    return documents(cwd, home=None, limit=limit, other_names=names)


def test_files_are_joined_from_the_root_to_the_folder(project: Path) -> None:
    write(project / "AGENTS.md", "root\n")
    write(project / "a" / "b" / "AGENTS.md", "deep\n")
    assert told(project / "a" / "b") == "root\n\ndeep"
    assert told(project / "a") == "root"


def test_without_a_repository_only_the_folder_counts(tmp_path: Path) -> None:
    write(tmp_path / "AGENTS.md", "above")
    write(tmp_path / "x" / "AGENTS.md", "here")
    assert told(tmp_path / "x") == "here"


def test_a_worktree_is_a_repository(tmp_path: Path) -> None:
    write(tmp_path / ".git", "gitdir: elsewhere")
    write(tmp_path / "AGENTS.md", "root")
    (tmp_path / "x").mkdir()
    assert told(tmp_path / "x") == "root"


def test_an_override_comes_first_and_other_names_last(project: Path) -> None:
    write(project / "CLAUDE.md", "other")
    assert told(project, LIMIT, "CLAUDE.md") == "other"
    write(project / "AGENTS.md", "plain")
    assert told(project, LIMIT, "CLAUDE.md") == "plain"
    write(project / "AGENTS.override.md", "override")
    assert told(project) == "override"


def test_the_limit_holds_for_all_files_together(project: Path) -> None:
    write(project / "AGENTS.md", "12345678")
    write(project / "a" / "AGENTS.md", "é" * 10)
    write(project / "a" / "b" / "AGENTS.md", "never")
    assert told(project / "a" / "b", 13) == "12345678\n\néé"
    assert told(project / "a" / "b", 0) == ""


def test_the_users_own_file_comes_before_the_projects(project: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home / "AGENTS.md", "mine\n")
    assert documents(project, home=home, limit=LIMIT) == "mine"
    write(project / "AGENTS.md", "ours")
    assert documents(project, home=home, limit=LIMIT) == "mine\n\n--- project-doc ---\n\nours"


def test_links_are_followed_and_folders_are_not_files(project: Path) -> None:
    write(project / "real", "x")
    (project / "AGENTS.md").symlink_to("real")
    (project / "a" / "AGENTS.md").mkdir()
    (project / "a" / "b" / "AGENTS.md").symlink_to("nowhere")
    assert told(project / "a" / "b") == "x"


def test_bytes_that_are_no_text_are_told_as_such(project: Path) -> None:
    (project / "AGENTS.md").write_bytes(b"caf\xe9")
    assert told(project) == "caf\ufffd"


def test_what_changes_most_comes_last(project: Path) -> None:
    write(project / "AGENTS.md", "Use tabs.")
    surroundings = Surroundings(
        cwd=str(project), sandbox="workspace-write", network="off", shell="bash", date="2026-11-21"
    )
    assert [(item.role, text_of(item.content)) for item in context(surroundings)] == [
        (
            "developer",
            "# AGENTS.md instructions\n\n<INSTRUCTIONS>\nUse tabs.\n</INSTRUCTIONS>",
        ),
        (
            "developer",
            "<environment_context>\n"
            "<sandbox_mode>workspace-write</sandbox_mode>\n"
            "<network_access>off</network_access>\n"
            "<shell>bash</shell>\n"
            "<verification>after the work</verification>\n"
            "<current_date>2026-11-21</current_date>\n"
            f"<cwd>{project}</cwd>"
            "</environment_context>",
        ),
    ]
    (project / "AGENTS.md").unlink()
    assert len(context(surroundings)) == 1


def test_a_rung_of_a_ladder_is_told_that_another_follows(project: Path) -> None:
    surroundings = Surroundings(
        cwd=str(project), sandbox="read-only", network="off", shell="bash", date="2026-11-21",
        climbs=True,
    )  # fmt: skip
    line = "<models>a larger one is asked where this one declines</models>\n"
    assert line in described(surroundings)


def test_the_instructions_are_short() -> None:
    assert 500 < len(instructions().encode()) <= 3_000
