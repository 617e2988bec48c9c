"""Each model family gets the tools in the shape it knows, the same bytes every time."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from quire.tools.contracts import contract, definitions, family_of
from quire.tools.toolbox import FUNCTIONS


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("quire/mini", "native"),
        ("gpt-5.1", "native"),
        ("openai/gpt-5.2-pro", "native"),
        ("openai/gpt-5-1", "native"),
        ("gpt-6", "native"),
        ("gpt-5.1-codex", "codex"),
        ("openai/gpt-5-1-codex", "codex"),
        ("OpenAI/GPT-5.1-Codex-Max", "codex"),
        ("gpt-5-mini", "codex"),
        ("gpt-5-2025-08-07", "codex"),
        ("claude-opus", "plain"),
        ("", "plain"),
    ],
)
def test_the_family_decides(model: str, name: str) -> None:
    assert contract(family_of(model).contract).name == name


def names(contract_name: str) -> list[str]:
    return [str(tool.get("name", tool["type"])) for tool in definitions(contract(contract_name))]


def test_each_contract_offers_its_tools() -> None:
    assert {name: names(name) for name in ("native", "codex", "plain")} == {
        "native": ["apply_patch", "read_output", "shell", "update_plan", "view_image"],
        "codex": [
            *("apply_patch", "read_output", "shell_command"),
            *("update_plan", "view_image", "write_stdin"),
        ],
        "plain": ["apply_patch", "read_output", "shell", "update_plan", "write_stdin"],
    }


def test_a_shape_that_is_named_twice_is_offered_once() -> None:
    own = {"mine": ("view_image", "shell", "view_image", "shell")}
    assert contract("mine", own).tools == ("shell", "view_image")


def test_every_offered_function_can_be_called() -> None:
    offered = {
        str(tool["name"])
        for name in ("native", "codex", "plain")
        for tool in definitions(contract(name))
        if tool["type"] == "function"
    }
    assert offered - set(FUNCTIONS) == set()


def test_the_patch_tool_of_codex_carries_its_grammar() -> None:
    [tool] = [tool for tool in definitions(contract("codex")) if tool["type"] == "custom"]
    shape = tool["format"]
    assert isinstance(shape, dict)
    assert (shape["type"], shape["syntax"]) == ("grammar", "lark")
    assert shape["definition"].startswith("start: begin file+ end\n")


def test_definitions_are_the_same_bytes_in_every_process() -> None:
    script = (
        "import json; from quire.tools.contracts import contract, definitions; "
        "print(json.dumps(definitions(contract('codex'))), end='')"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout
    assert told == json.dumps(definitions(contract("codex")))
