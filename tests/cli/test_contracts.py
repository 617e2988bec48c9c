"""What a model is sent first: small, shared between sessions, and nothing changed in silence."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.line import Line, Serve, events, serving

UNKNOWN = (
    "my-model is of no known family: it gets the plain contract "
    "(tools.families in config.toml can name another)."
)
FAMILY = """
[[tools.families]]
match = "my-*"
contract = "codex"
efforts = ["low", "medium"]
output_bytes = 300
"""


CONTRACT = """
[tools.contracts]
mine = ["apply_patch_freeform", "shell_function", "view_image"]

[[tools.families]]
match = "my-*"
contract = "mine"
parallel = true
"""


def bodies(log: Path) -> list[bytes]:
    """Return the requests as they were sent, without the session's own cache key."""
    rows = [row.partition(b'"body":')[2][:-1] for row in log.read_bytes().splitlines()]
    keys = [json.loads(row)["prompt_cache_key"] for row in rows]
    return [
        row.replace(b'"prompt_cache_key":"%b",' % key.encode(), b"")
        for row, key in zip(rows, keys, strict=True)
    ]


def shared_by(one: bytes, other: bytes) -> bytes:
    """Return what both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return one[: next(place for place, (a, b) in pairs if a != b)]


@pytest.mark.parametrize("model", ["gpt-5.1-codex", "gpt-5.1", "my-model"])
def test_the_first_request_is_small_and_shared(tmp_path: Path, model: str) -> None:
    first: list[bytes] = []
    for name in ("one", "another"):
        folder, home = tmp_path / name, tmp_path / f"home-{name}"
        folder.mkdir()
        home.mkdir()
        line = Line(home, folder)
        with serving(home, line) as serve:
            log = serve({"text": "Hello."})
            line.run("exec", "--model", model, "--no-verify", "say hello")
        first += bodies(log)
    assert max(map(len, first)) <= 5_000
    assert len(shared_by(*first)) / max(map(len, first)) >= 0.97


def test_each_request_begins_with_the_one_before(line: Line, upstream: Serve) -> None:
    log = upstream({"shell": ["seq 1 3"]}, {"shell": ["seq 1 9"]}, {"text": "Counted."})
    line.run("exec", "--model", "gpt-5.1-codex", "--no-verify", "count")
    sent = bodies(log)
    assert len(sent) == 3
    for before, after in pairwise(sent):
        assert after.startswith(before.removesuffix(b"]}"))


def told(output: str) -> list[str]:
    items = [event["item"] for event in events(output) if event["type"] == "item.completed"]
    return [item["message"] for item in items if item["type"] == "error"]


def test_an_unknown_model_gets_the_plain_contract_and_one_line(line: Line, upstream: Serve) -> None:
    log = upstream({"text": "Hello."})
    done = line.run("exec", "--json", "--model", "my-model", "say hello")
    assert told(done.stdout) == [UNKNOWN]
    [sent] = bodies(log)
    assert [tool["type"] for tool in json.loads(sent)["tools"]] == ["function"] * 5


def test_a_family_of_the_user_decides(line: Line, upstream: Serve) -> None:
    settings = line.home / "quire" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(FAMILY, encoding="utf-8")
    log = upstream({"shell": ["seq 1 1000"]}, {"text": "Hello."})
    done = line.run("exec", "--json", "--model", "My-Model", "-e", "high", "say hello")
    assert told(done.stdout) == [
        "My-Model takes the efforts low, medium: it is asked with medium instead of high."
    ]
    first, second = map(json.loads, bodies(log))
    assert first["reasoning"]["effort"] == "medium"
    assert "custom" in [tool["type"] for tool in first["tools"]]
    assert len(second["input"][-1]["output"]) < 700


def test_a_contract_that_does_not_exist_is_refused(line: Line) -> None:
    line.environment["OPENAI_API_KEY"] = "sk-none"
    flag = 'tools.families=[{match="m", contract="fancy"}]'
    done = line.run("exec", "--model", "m", "-c", flag, "say hello")
    assert done.returncode == 2
    assert "The contract 'fancy' of a family is unknown." in done.stderr


def test_a_contract_of_the_user_is_offered(line: Line, upstream: Serve) -> None:
    settings = line.home / "quire" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(CONTRACT, encoding="utf-8")
    log = upstream({"text": "Hello."})
    assert line.run("exec", "--model", "my-model", "say hello").returncode == 0
    [sent] = map(json.loads, bodies(log))
    tools = [(tool["type"], tool["name"]) for tool in sent["tools"]]
    assert tools == [("custom", "apply_patch"), ("function", "shell"), ("function", "view_image")]
    assert sent["parallel_tool_calls"] is True


@pytest.mark.parametrize(
    ("tools", "said"),
    [
        (["shell", "fly"], "The contract mine names 'fly', which is no shape of a tool."),
        (["shell", "shell_command"], "mine has shell and shell_command, which do the same."),
    ],
)
def test_a_contract_that_cannot_be_offered_is_refused(
    line: Line, tools: list[str], said: str
) -> None:
    line.environment["OPENAI_API_KEY"] = "sk-none"
    family = 'tools.families=[{match="m", contract="mine"}]'
    mine = f"tools.contracts.mine={json.dumps(tools)}"
    done = line.run("exec", "--model", "m", "-c", family, "-c", mine, "say hello")
    assert done.returncode == 2
    assert said in done.stderr
    assert "(tools.contracts.mine)" in done.stderr


def test_tokens_have_a_cap(line: Line, upstream: Serve) -> None:
    usage = {"input_tokens": 6_000, "output_tokens": 4_000}
    upstream({"shell": ["true"], "usage": usage}, {"text": "Done."})
    done = line.run("exec", "--json", "--model", "gpt-5.1-codex", "--tokens", "10000", "go")
    assert told(done.stdout) == ["The budget of 10,000 tokens is used up."]


def test_what_a_turn_sends_is_constant_where_the_server_keeps_the_state(
    line: Line, upstream: Serve
) -> None:
    log = upstream({"shell": ["echo 1"], "times": 6}, {"text": "Counted."})
    flags = ("-c", "models.state=server", "--model", "gpt-5.1-codex", "--no-verify")
    assert line.run("exec", *flags, "count").returncode == 0
    sent = [json.loads(row) for row in bodies(log)]
    chain = [body.get("previous_response_id") is not None for body in sent]
    assert chain == [False, *[True] * 6]
    assert {(body["store"], len(body["input"])) for body in sent[1:]} == {(True, 1)}
