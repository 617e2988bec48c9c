"""Skills are told of in a few words, and only well-formed ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.agent.skills import LISTED_BYTES, Skill, found, told
from quire.errors import SettingsError
from quire.protocol.items import text_of


def write(folder: Path, name: str, front: str) -> Path:
    path = folder / name / "SKILL.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{front}\n---\n\nThe long text.\n", encoding="utf-8")
    return path


def test_skills_are_read_from_every_folder_and_the_first_of_a_name_counts(tmp_path: Path) -> None:
    own, project = tmp_path / "own", tmp_path / "project"
    pdf = write(own, "pdf", 'name: pdf\ndescription: "Read PDF files."\nlicense: MIT')
    notes = write(project, "notes", "name: notes\ndescription: >\n  Write release\n  notes.")
    write(project, "pdf", "name: pdf\ndescription: Another one.")
    assert found((own, project, tmp_path / "nowhere")) == (
        Skill("pdf", "Read PDF files.", pdf),
        Skill("notes", "Write release notes.", notes),
    )


def test_a_list_of_skills_is_short(tmp_path: Path) -> None:
    skills = [Skill(f"s{n}", "x" * 500, tmp_path / "SKILL.md") for n in range(40)]
    [message] = told(skills)
    text = text_of(message.content)
    assert len(text) < LISTED_BYTES + 400
    assert " more in the same folders" in text
    assert told(()) == ()


@pytest.mark.parametrize("front", ["name: a", "description: b", "name:\ndescription: b"])
def test_a_skill_without_name_or_description_is_refused(tmp_path: Path, front: str) -> None:
    write(tmp_path, "bad", front)
    with pytest.raises(SettingsError, match="does not begin with a name and a description"):
        found((tmp_path,))
