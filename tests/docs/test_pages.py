"""What the pages say agrees with the code: settings, events, figures, links, files."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from quire import config
from quire.cli.jsonl import usage_line
from quire.cli.options import EFFORTS as OFFERED
from quire.engine.profiles import EFFORTS, PROFILES
from quire.errors import QuireError, SettingsError
from quire.models import script
from quire.models.providers import providers
from quire.protocol.records import Receipt, Verdict
from quire.protocol.responses import Usage
from tests.docs.pages import (
    PAGES,
    ROOT,
    Fence,
    anchors_of,
    code_of,
    fences,
    links_of,
    text_of,
)
from tests.docs.place import laid_out

REPOSITORY_FILE = re.compile(r"(?:src|docs|tests|scripts|bench|examples)/[\w./-]*[\w-]")
SCRIPTS = [fence for fence in fences("toml") if "[[answer]]" in fence.text]
SETTINGS = [fence for fence in fences("toml") if "[[answer]]" not in fence.text]
LANGUAGES = {"sh", "toml", "json", "js", "ts", "python", "text", ""}


def row_of(page: str, first: str) -> list[str]:
    """Return the cells of the table row of a page that begins with a cell."""
    rows = (line for line in text_of(Path(page)).splitlines() if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in next(rows).strip("|").split("|")]


def test_every_example_has_a_language_that_is_checked() -> None:
    opened = re.compile(r"^```(\w*)\n.*?^```$", re.MULTILINE | re.DOTALL)
    assert {language for page in PAGES for language in opened.findall(text_of(page))} <= LANGUAGES


@pytest.mark.parametrize("example", SETTINGS, ids=lambda fence: str(fence.page))
def test_settings_load(example: Fence, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(example.text, encoding="utf-8")
    found = config.load(tmp_path, environment={"QUIRE_HOME": str(tmp_path)})
    assert set(found.sources.values()) == {str(tmp_path / "config.toml")}
    assert {*found.settings.models.providers} <= {
        each.name for each in providers(found.settings.models, lambda variable: "")
    }


def test_a_setting_that_does_not_exist_is_found(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        test_settings_load(Fence(Path("page.md"), "toml", "[agent]\nstep = 3\n"), tmp_path)


@pytest.mark.parametrize("example", SCRIPTS, ids=lambda fence: str(fence.page))
def test_a_script_is_played_as_the_page_says(example: Fence, tmp_path: Path) -> None:
    (tmp_path / "page.toml").write_text(example.text, encoding="utf-8")
    answers = script.load(tmp_path / "page.toml").answer
    assert len(answers) == len(tomllib.loads(example.text)["answer"])
    with laid_out(tmp_path, example.text) as place:
        done = place.run('OPENAI_API_KEY=any quire exec --model any "run the tests"')
    assert (done.returncode, done.stdout) == (0, "Done.\n"), done.stderr
    assert "$ python -m pytest -q" in done.stderr and "Asking again" in done.stderr


@pytest.mark.parametrize("example", fences("python"), ids=lambda fence: str(fence.page))
def test_python_imports_what_exists(example: Fence) -> None:
    for node in ast.walk(ast.parse(example.text)):
        if isinstance(node, ast.ImportFrom):
            module = import_module(str(node.module))
            assert [name.name for name in node.names if not hasattr(module, name.name)] == []


@pytest.mark.parametrize("example", fences("json"), ids=lambda fence: str(fence.page))
def test_json_has_the_fields_that_the_code_writes(example: Fence) -> None:
    fields = json.loads(example.text)
    if fields.get("type") == "turn.completed":
        assert set(fields["usage"]) == set(usage_line(Usage()))
        assert set(fields["receipt"]) <= set(Receipt.__struct_fields__)
        assert fields["receipt"]["verdict"] in get_args(Verdict)
    else:
        assert fields == json.loads(json.dumps(config.schema()))


def test_events_are_those_of_the_code() -> None:
    page = text_of(Path("docs/guides/scripts.md"))
    code = (ROOT / "src/quire/cli/jsonl.py").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:thread|turn|item)\.\w+)`", page):
        kind, _, state = name.partition(".")
        written = f'f"{kind}.{{state}}"' if kind == "item" else f'"{name}"'
        assert written in code and f'"{state}"' in code.replace(f'"{name}"', f'"{state}"'), name


def test_exit_codes_are_those_of_the_code() -> None:
    kinds = [QuireError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    for number in {kind.exit_code for kind in kinds}:
        assert row_of("docs/guides/scripts.md", str(number))


@pytest.mark.parametrize("profile", PROFILES)
def test_budgets_are_those_of_the_engine(profile: str) -> None:
    seconds, edits = PROFILES[profile]
    row = row_of("docs/concepts/engine.md", f"`quire/{profile}`")
    assert row[1:] == [str(seconds), str(edits)]


@pytest.mark.parametrize("effort", [effort for effort in OFFERED if effort != "auto"])
def test_shares_are_those_of_the_engine(effort: str) -> None:
    share = next(share for name, (share, _) in EFFORTS.items() if name == effort)
    told = re.findall(r"`(\w+)`(?: and `(\w+)`)? ([\d.]+\d|\d)", text_of(
        Path("docs/concepts/engine.md")))  # fmt: skip
    assert {name: float(number) for *names, number in told for name in names}[effort] == share


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links_of(page):
        target, _, anchor = link.partition("#")
        place = (ROOT / page).parent / target if target else ROOT / page
        assert place.exists(), link
        if anchor:
            assert anchor in anchors_of(place.resolve().relative_to(ROOT)), link


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_files_that_are_named_exist(page: Path) -> None:
    for code in code_of(page):
        for name in REPOSITORY_FILE.findall(code) if REPOSITORY_FILE.match(code) else ():
            assert (ROOT / name).exists(), name


def test_every_page_is_in_an_index() -> None:
    linked = {
        ((ROOT / page).parent / link.partition("#")[0]).resolve().relative_to(ROOT)
        for page in PAGES
        for link in links_of(page)
    }
    pages = {page for page in PAGES if page.parts[0] == "docs" and page.name != "README.md"}
    assert pages <= linked
