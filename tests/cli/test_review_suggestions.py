"""`quire review`: suggestions as patches, the engine's and a model's, in every form."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.line import Line, Serve
from tests.cli.reviewing import answer, finding
from tests.workbench.repository import git, write

MODEL = ("--model", "gpt-5.1-codex")
BEFORE = "def known(word):\n    return word in ('a', 'b')\n"
AFTER = f"{BEFORE}\n\ndef first(word, seen=[]):\n    seen.append(word)\n    return word is 'a'\n"
MENDED = (
    f"{BEFORE}\n\ndef first(word, seen=None):\n    if seen is None:\n        seen = []\n"
    "    seen.append(word)\n    return word == 'a'\n"
)
IDENTITY = """\
--- a/m.py
+++ b/m.py
@@ -4,4 +4,4 @@
{}
 def first(word, seen=[]):
     seen.append(word)
-    return word is 'a'
+    return word == 'a'
""".format(" ")


@pytest.fixture
def project(line: Line) -> Path:
    """A repository in the line's folder whose change has two flaws with a certain edit."""
    folder = line.folder
    git(folder, "init", "-q", "-b", "main")
    write(folder, {"m.py": BEFORE})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Start")
    write(folder, {"m.py": AFTER})
    return folder


def apply(folder: Path, patch: str) -> None:
    """Apply a patch as the guide says."""
    words = ["git", "apply", "--allow-empty"]
    subprocess.run(words, cwd=folder, input=patch.encode(), check=True, capture_output=True)


def suggesting(path: Path, suggestion: dict[str, Any] | None) -> dict[str, Any]:
    """Return a finding on the changed function with a suggestion."""
    return finding(path, 5, 7, suggestion=suggestion)


def edit(start: int, end: int, text: str) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text}


def test_the_engine_gives_a_patch_with_what_it_is_sure_of(line: Line, project: Path) -> None:
    done = line.run("review", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    found = {each["check"]: each for each in told["findings"]}
    assert found["literal-identity"]["suggestion"] == edit(7, 7, "    return word == 'a'\n")
    assert found["literal-identity"]["patch"] == IDENTITY
    assert told["suggestions_dropped"] == 0
    apply(project, found["mutable-default"]["patch"])
    assert (project / "m.py").read_text() == MENDED.replace("word == 'a'", "word is 'a'")


def test_all_suggestions_are_one_patch_that_applies(line: Line, project: Path) -> None:
    done = line.run("review", "--patch")
    assert done.returncode == 0, done.stderr
    apply(project, done.stdout)
    assert (project / "m.py").read_text() == MENDED


def test_a_commit_gets_suggestions_for_the_files_as_it_left_them(line: Line, project: Path) -> None:
    git(project, "commit", "-q", "-a", "-m", "Flawed")
    write(project, {"m.py": "later = 1\n"})
    done = line.run("review", "--commit", "HEAD", "--patch", "-o", "fix.patch")
    assert (done.returncode, done.stdout) == (0, "")
    patch = (project / "fix.patch").read_text()
    write(project, {"m.py": AFTER})
    apply(project, patch)
    assert (project / "m.py").read_text() == MENDED


def test_markdown_shows_the_patch_below_its_finding(line: Line, project: Path) -> None:
    told = line.run("review").stdout
    shown = "".join(f"  {text}\n" for text in ("```diff", *IDENTITY.splitlines(), "```"))
    assert f"\n\n{shown}" in told


def test_sarif_has_fixes_as_the_standard_says(line: Line, project: Path) -> None:
    write(project, {"n.py": "def third(word):\n    return eval(word)\n"})
    log = json.loads(line.run("review", "--sarif").stdout)
    fixes = {each["ruleId"]: each.get("fixes") for each in log["runs"][0]["results"]}
    assert fixes["literal-identity"] == [
        {
            "description": {"text": "[P1] `is` compares identity; `==` is meant"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "m.py", "uriBaseId": "SRCROOT"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 7, "startColumn": 1, "endLine": 7},
                            "insertedContent": {"text": "    return word == 'a'"},
                        }
                    ],
                }
            ],
        }
    ]
    assert fixes["code-from-input"] is None


def test_suggestions_of_a_model_are_kept_only_where_they_hold(
    line: Line, project: Path, upstream: Serve
) -> None:
    log = upstream(
        answer(
            suggesting(project / "m.py", edit(7, 7, "    return word == 'a'")),
            suggesting(project / "m.py", edit(7, 7, "    return (word ==")),
            suggesting(project / "m.py", edit(7, 70, "    return True\n")),
            suggesting(project / "m.py", edit(0, 0, "import os\n")),
            suggesting(project / "m.py", edit(7, 7, "    return word is 'a'\n")),
            suggesting(project / "m.py", None),
        )
    )
    done = line.run("review", "--json", *MODEL)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [each["patch"] for each in told["findings"]] == [IDENTITY, *[None] * 5]
    assert [each["suggestion"] is None for each in told["findings"]] == [False, *[True] * 5]
    assert (told["suggestions_dropped"], told["dropped"]) == (4, 0)
    assert "`text` replaces the lines `start` to `end`" in log.read_text()


def test_suggestions_that_were_dropped_are_told_to_people(
    line: Line, project: Path, upstream: Serve
) -> None:
    upstream(answer(suggesting(project / "m.py", edit(7, 7, "return (\n"))))
    told = line.run("review", *MODEL).stdout
    assert told.endswith("m.py:5-7\n  Why.\n\nSuggestions that do not fit, left out: 1.\n")
