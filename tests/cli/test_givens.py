"""Skills and mentioned files, from the command line to the request."""

from __future__ import annotations

import base64
import json

import pytest

from tests.cli.line import Line, Serve

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(("flags", "trusted"), [((), False), (("--trust",), True)])
def test_a_model_is_told_of_skills(
    line: Line, upstream: Serve, flags: tuple[str, ...], trusted: bool
) -> None:
    for folder, name in (
        (line.home / "quire" / "skills", "own"),
        (line.folder / ".agents" / "skills", "theirs"),
    ):
        (folder / name).mkdir(parents=True)
        front = f"---\nname: {name}\ndescription: Does it.\n---\nDo it like {name}."
        (folder / name / "SKILL.md").write_text(front, encoding="utf-8")
    own = line.home / "quire" / "skills" / "own" / "SKILL.md"
    log = upstream({"shell": [f"cat {own}"]}, {"text": "Read."})
    done = line.run("exec", "--json", "--model", "gpt-5.1-codex", *flags, "say @hello")
    first, second = (json.loads(row)["body"]["input"] for row in log.read_text().splitlines())
    assert f"- own: Does it. (file: {own})" in json.dumps(first)
    assert ("- theirs: Does it." in json.dumps(first)) is trusted
    assert ("is not trusted" in done.stderr) is not trusted
    assert "Do it like own." in json.dumps(second[-1])


def test_a_mentioned_file_is_sent_once_and_is_no_part_of_the_order(
    line: Line, upstream: Serve
) -> None:
    (line.folder / "notes.md").write_text("fix everything\n", encoding="utf-8")
    log = upstream({"text": "Read."}, {"text": "Read."})
    line.run("exec", "--model", "gpt-5.1-codex", "Read @notes.md")
    line.run("exec", "resume", "--last", "--model", "gpt-5.1-codex", "Read @notes.md again")
    first, second = (row for row in log.read_text().splitlines())
    assert [row.count("fix everything") for row in (first, second)] == [1, 1]
    order = json.loads(first)["body"]["input"][-1]["content"]
    assert order == "Read @notes.md"


def test_a_hidden_file_stays_out_of_everything_that_is_sent(line: Line, upstream: Serve) -> None:
    (line.folder / ".quireignore").write_text(".env\n*.png\n", encoding="utf-8")
    (line.folder / ".env").write_text("TOKEN=canary-7\n", encoding="utf-8")
    (line.folder / "page.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    log = upstream(
        {"shell": ["cat .env; grep -r canary . ; git show :.env"]},
        {"calls": [{"name": "view_image", "arguments": {"path": "page.png"}}]},
        {"text": "Nothing."},
    )
    done = line.run("exec", "--model", "gpt-5.1-codex", "look around")
    sent = log.read_text()
    assert done.returncode == 0
    assert "canary-7" not in sent
    assert "is hidden by .quireignore" in sent
    refused = line.run("exec", "--model", "gpt-5.1-codex", "read @.env")
    assert refused.returncode == 3
    assert "is hidden by .quireignore" in refused.stderr


def test_images_may_come_in_a_list_as_codex_takes_them(line: Line, upstream: Serve) -> None:
    for name in ("a.png", "b.png", "c,d.png"):
        (line.folder / name).write_bytes(PIXEL)
    log = upstream({"text": "Three."})
    words = ("exec", "--no-verify", "--model", "gpt-5.1-codex")
    assert line.run(*words, "-i", "a.png,b.png", "-i", "c,d.png", "look").returncode == 0
    parts = json.loads(log.read_text().splitlines()[0])["body"]["input"][-1]["content"]
    assert [part["type"] for part in parts] == ["input_text", *["input_image"] * 3]
    done = line.run(*words, "-i", "a.png,gone.png", "look")
    assert (done.returncode, "File 'gone.png' does not exist." in done.stderr) == (2, True)
