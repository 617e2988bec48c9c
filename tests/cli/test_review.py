"""`quire review`: as data, as SARIF, as Markdown, by the engine and by another model."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from quire.cli.sarif import sarif
from quire.engine.reviews import Finding, LineRange, Location, Review
from tests.cli.line import Line, Serve
from tests.cli.reviewing import answer, finding
from tests.workbench.repository import MODULE, TESTS, git, write

MODEL = ("--model", "gpt-5.1-codex")
CHANGED = MODULE.replace("value >= limit", "value > limit")


@pytest.fixture
def project(line: Line) -> Path:
    """A repository in the line's folder whose change breaks one test."""
    folder = line.folder
    git(folder, "init", "-q", "-b", "main")
    write(folder, {"m.py": MODULE, "tests/test_m.py": TESTS, "conftest.py": ""})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Start")
    write(folder, {"m.py": CHANGED})
    return folder


def test_a_test_that_writes_into_the_folder_is_no_failure(line: Line, project: Path) -> None:
    writes = "import m\n\n\ndef test_writes():\n    open('out.txt', 'w').write('x')\n"
    write(project, {"m.py": MODULE, "tests/test_out.py": writes})
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "Write")
    write(project, {"m.py": f"{MODULE}\n\nLIMIT = 3\n"})
    told = json.loads(line.run("review", "--json").stdout)
    assert told["overall_correctness"] == "patch is correct"
    assert told["findings"] == []
    assert not (project / "out.txt").exists()


def test_json_is_one_object_of_the_schema(line: Line, project: Path) -> None:
    done = line.run("review", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    body = told["findings"][0].pop("body")
    assert "tests/test_m.py::test_high" in body
    python = told["tests"]["command"][0]
    assert python == "python" or Path(python).samefile(sys.executable)
    assert told == {
        "findings": [
            {
                "title": "[P1] `test_high` fails with this change",
                "confidence_score": 0.95,
                "code_location": {
                    "absolute_file_path": str(project / "m.py"),
                    "line_range": {"start": 6, "end": 6},
                },
                "priority": 1,
                "check": "failing-test",
                "suggestion": None,
                "patch": None,
                "path": "m.py",
            }
        ],
        "overall_correctness": "patch is incorrect",
        "overall_explanation": "1 changed file, 1 line: 1 grave finding, 0 lesser. With it 1 test "
        "that passed at the base failed; 1 passed.",
        "overall_confidence_score": 0.95,
        "model": "quire/standard",
        "session": told["session"],
        "base": git(project, "rev-parse", "HEAD"),
        "commit": "",
        "files": ["m.py"],
        "unread": [],
        "submodules": [],
        "tests": {
            "problem": "",
            "command": [python, "-m", "pytest"],
            "passed": 1,
            "failed": ["tests/test_m.py::test_high"],
            "failed_before": 1,
            "compared": True,
        },
        "dropped": 0,
        "suggestions_dropped": 0,
    }
    assert (project / "m.py").read_text() == CHANGED


def test_sarif_has_the_structure_of_the_standard(line: Line, project: Path) -> None:
    done = line.run("review", "--sarif", "-o", "review.sarif")
    assert (done.returncode, done.stdout) == (0, "")
    log = json.loads((project / "review.sarif").read_text())
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    result = run["results"][0]
    assert rules[result["ruleIndex"]] == result["ruleId"] == "failing-test"
    assert result["level"] == "error"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "m.py", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 6, "endLine": 6},
            }
        }
    ]
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == f"file://{project}/"
    assert len(result["partialFingerprints"]["quire/v1"]) == 64


def test_two_of_a_kind_are_two_results_of_sarif() -> None:
    both = tuple(
        Finding(title="[P1] Odd", body="Why.", confidence_score=0.5,
                code_location=Location("/p/m.py", LineRange(line, line)))
        for line in (3, 9)
    )  # fmt: skip
    review = Review(findings=both, overall_correctness="patch is incorrect",
                    overall_explanation="", overall_confidence_score=0.5)  # fmt: skip
    results = json.loads(sarif(review, "/p"))["runs"][0]["results"]
    assert len({each["partialFingerprints"]["quire/v1"] for each in results}) == 2


@pytest.mark.parametrize("words", ["against main", "this branch", "HEAD", "the last commit"])
def test_words_may_name_the_change(line: Line, project: Path, words: str) -> None:
    git(project, "checkout", "-q", "-b", "feature")
    git(project, "commit", "-q", "-a", "-m", "Change")
    done = line.run("review", "--json", words)
    assert json.loads(done.stdout)["files"] == ["m.py"]
    assert "follows no further words" not in done.stderr


def test_words_that_name_an_unknown_base_are_not_passed_over(line: Line, project: Path) -> None:
    done = line.run("review", "review against nope")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Not reviewed: there is no commit 'nope'" in done.stderr


def test_markdown_is_for_people(line: Line, project: Path) -> None:
    done = line.run("review")
    assert done.stdout.startswith("**Patch is incorrect.** 1 changed file, 1 line")
    assert "\n- [P1] `test_high` fails with this change — m.py:6\n" in done.stdout


@pytest.mark.parametrize(("limit", "code"), [("P0", 0), ("P1", 1), ("P3", 1)])
def test_a_grave_finding_fails_the_build(line: Line, project: Path, limit: str, code: int) -> None:
    assert line.run("review", "--json", "--fail-on", limit).returncode == code
    assert (project / "m.py").read_text() == CHANGED


def test_a_part_of_the_repository_shows_the_whole_change(line: Line, project: Path) -> None:
    line.folder = project / "tests"
    done = line.run("review", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    place = told["findings"][0]["code_location"]["absolute_file_path"]
    assert (told["files"], place) == (["m.py"], str(project / "m.py"))


def test_what_cannot_be_reviewed_says_why(line: Line) -> None:
    done = line.run("review", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Not reviewed: this folder is in no git repository." in done.stderr


@pytest.mark.parametrize("flag", ["--commit", "--base"])
def test_a_name_that_git_does_not_know_is_never_reviewed(
    line: Line, project: Path, flag: str
) -> None:
    done = line.run("review", flag, "nope")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Not reviewed: there is no commit 'nope'" in done.stderr


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--base", "main", "--commit", "HEAD"), "Only one of"),
        (("--base", "main; rm x"), "cannot be the name"),
    ],
)
def test_flags_that_make_no_sense_are_refused(
    line: Line, flags: tuple[str, ...], words: str
) -> None:
    done = line.run("review", *flags)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_model_gets_the_evidence_and_its_findings_are_held_to_the_diff(
    line: Line, project: Path, upstream: Serve
) -> None:
    log = upstream(
        answer(
            finding(project / "m.py", 5, 7),
            finding(project / "m.py", 1, 2, "[P1] Elsewhere"),
            finding(project / "other.py", 6, 6, "[P1] No such file"),
        )
    )
    done = line.run("review", "--json", *MODEL, "look", "at", "bounds")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(each["title"], each["check"]) for each in told["findings"]] == [
        ("[P1] `test_high` fails with this change", "failing-test"),
        ("[P2] Odd", "odd"),
    ]
    assert told["dropped"] == 2
    assert told["overall_correctness"] == "patch is incorrect"
    assert told["model"] == "gpt-5.1-codex"
    request = log.read_text()
    assert "The person asks besides: look at bounds" in request
    assert "tests/test_m.py::test_high" in request
    assert '"name":"codex_output_schema"' in request.replace('": "', '":"')


def test_an_answer_that_is_no_review_is_an_error(
    line: Line, project: Path, upstream: Serve
) -> None:
    upstream({"text": "Looks good to me."})
    done = line.run("review", "--json", *MODEL)
    assert (done.returncode, done.stdout) == (4, "")
    assert "is no review" in done.stderr
    assert (project / "m.py").read_text() == CHANGED


def test_security_picks_the_top_of_the_ladder(line: Line, project: Path, upstream: Serve) -> None:
    log = upstream(answer())
    done = line.run("review", "--json", "--security", "-C", str(project))
    assert json.loads(done.stdout)["model"] == "gpt-5.1-codex-max"
    assert "who controls each input" in log.read_text()
