"""Long contexts: folded at a threshold, refused or cut at the end of the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openai
import pytest

from .conftest import Script, Start, asked

FOLD: dict[str, Any] = {"context_management": [{"type": "compaction", "compact_threshold": 1000}]}
CALL: Any = {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"}
LONG: Any = {"type": "function_call_output", "call_id": "c1", "output": "much " * 1000}
ASKED: Any = {"role": "user", "content": "Look."}
ANSWERED: Any = {"role": "assistant", "content": "I looked."}
NEXT: Any = {"role": "user", "content": "And now?"}
TOOL: Any = {"type": "function", "name": "look", "parameters": {}, "strict": False}


def kinds(body: dict[str, Any]) -> list[str]:
    """Return the kinds of the items that an upstream was asked with."""
    return [item.get("type", "message") for item in body["input"]]


def test_a_context_is_folded_when_it_crosses_the_threshold(
    start: Start, script: Script, tmp_path: Path
) -> None:
    client = start(upstream=script({"text": "Fine.", "times": 5})).client()
    short = client.responses.create(model="m", input="hi", **FOLD)
    assert [item.type for item in short.output] == ["message"]
    with client.responses.stream(
        model="m", input=[ASKED, CALL, LONG, ANSWERED, NEXT], **FOLD
    ) as stream:
        numbers = [event.sequence_number for event in stream]
        folded = stream.get_final_response()
    assert numbers == list(range(len(numbers)))
    message, compaction = folded.output
    assert (message.type, compaction.type) == ("message", "compaction")

    client.responses.create(model="m", input="Go on.", previous_response_id=folded.id, **FOLD)
    alone: Any = {**compaction.to_dict(), "id": None}
    client.responses.create(model="m", input=[alone, NEXT], **FOLD)
    _, whole, chained, alone_body = asked(tmp_path)
    assert kinds(whole)[1:3] == ["function_call", "function_call_output"]
    assert "context_management" not in whole
    assert kinds(chained) == ["message"] * 5
    assert kinds(alone_body) == ["message"] * 5


def test_a_call_in_a_fold_gets_its_output(start: Start, script: Script, tmp_path: Path) -> None:
    wish = {"calls": [{"name": "look", "arguments": "{}"}]}
    client = start(upstream=script(wish, {"text": "Done."})).client()
    first = client.responses.create(model="m", input="go " * 2000, tools=[TOOL], **FOLD)
    call, compaction = first.output
    base: Any = compaction.to_dict()
    assert (call.type, compaction.type) == ("function_call", "compaction")
    output: Any = {**LONG, "call_id": call.to_dict()["call_id"]}
    second = client.responses.create(model="m", input=[base, output])
    assert second.output_text == "Done."
    assert kinds(asked(tmp_path)[1]) == ["message", "function_call", "function_call_output"]


def test_a_context_beyond_the_window_is_refused_or_cut(
    start: Start, script: Script, tmp_path: Path
) -> None:
    client = start(upstream=script({"text": "Fine.", "times": 2})).client()
    words: Any = [{"role": "user", "content": "word " * 140_000} for _ in range(3)]
    long: Any = [words[0], CALL, LONG, *words[1:], NEXT]
    with pytest.raises(openai.BadRequestError, match="context window") as caught:
        client.responses.create(model="gpt-5.1-codex", input=long)
    assert (caught.value.code, caught.value.param) == ("context_length_exceeded", "input")
    cut = client.responses.create(model="gpt-5.1-codex", input=long, truncation="auto")
    assert (cut.truncation, cut.output_text) == ("auto", "Fine.")
    assert kinds(asked(tmp_path)[0]) == ["message", "message"]
    alone: Any = [{"role": "user", "content": "word " * 400_000}]
    with pytest.raises(openai.BadRequestError, match="context window"):
        client.responses.create(model="gpt-5.1-codex", input=alone, truncation="auto")
    assert client.responses.create(model="of-unknown-window", input=alone).output_text == "Fine."


AUDIO: Any = {"type": "input_audio", "input_audio": {"data": "aGk=", "format": "wav"}}
VIDEO: Any = {"type": "input_video", "video_url": "https://videos.example/1"}
PARTS = {"audio": AUDIO, "video": VIDEO}
IMAGE: Any = {"type": "input_image", "image_url": "data:image/png;base64,aGk=", "detail": "auto"}
NOVEL: Any = {"type": "input_smell", "of": "rain"}


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("model", ["openai/gpt-5.1-codex", "quire/mini"])
def test_content_that_a_model_does_not_take_is_refused(
    start: Start, script: Script, tmp_path: Path, model: str, kind: str
) -> None:
    client = start(upstream=script({"text": "Fine."})).client()
    asked_with: Any = [ASKED, {"role": "user", "content": [PARTS[kind]]}]
    with pytest.raises(openai.BadRequestError, match=f"does not take {kind}") as caught:
        client.responses.create(model=model, input=asked_with)
    assert (caught.value.code, caught.value.param) == ("unsupported_value", "input[1].content")
    assert not (tmp_path / "asked.jsonl").exists() or asked(tmp_path) == []


def test_content_that_may_be_taken_passes(start: Start, script: Script, tmp_path: Path) -> None:
    client = start(upstream=script({"text": "Fine.", "times": 2})).client()
    seen: Any = [{"role": "user", "content": [IMAGE, NOVEL]}]
    heard: Any = [{"role": "user", "content": [AUDIO]}]
    client.responses.create(model="gpt-5.1-codex", input=seen)
    client.responses.create(model="of-another-maker", input=heard)
    bodies: list[Any] = [*asked(tmp_path)]
    assert [body["input"][0]["content"] for body in bodies] == [[IMAGE, NOVEL], [AUDIO]]
