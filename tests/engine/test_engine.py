"""What every answer of the engine has in common."""

from __future__ import annotations

import asyncio
import base64

import msgspec
import pytest

from quire.engine.answerer import Engine
from quire.engine.notes import Note, read_note, write_note
from quire.errors import InvalidRequest
from quire.protocol import items
from quire.protocol.events import Completed, Event
from quire.protocol.items import Item, Json
from quire.protocol.model import Model
from quire.protocol.requests import Effort, Request, Thinking
from quire.protocol.responses import Response, answer_text

TOOLS: tuple[Json, ...] = ({"type": "shell"}, {"type": "apply_patch"})


def ask(said: str = "fix the tests", **fields: object) -> Request:
    base = Request(model="quire/mini", input=(items.user(said),), tools=TOOLS)
    return msgspec.structs.replace(base, **fields)


async def _events(request: Request) -> list[Event]:
    model: Model = Engine(b"program")
    return [event async for event in model.respond(request)]


def events(request: Request) -> list[Event]:
    return asyncio.run(_events(request))


def answer(request: Request) -> Response:
    last = events(request)[-1]
    assert isinstance(last, Completed)
    return last.response


def thought(response: Response) -> Item:
    first = response.output[0]
    assert isinstance(first, items.Reasoning)
    return first


def command(response: Response) -> str:
    [call] = (item for item in response.output if isinstance(item, items.ShellCall))
    return call.action.commands[0]


@pytest.mark.parametrize("text", ["fix the tests", "Hello", "write a poem"])
def test_equal_requests_give_equal_bytes(text: str) -> None:
    first, second = (
        [event.wire() for event in events(ask(text, rest={"seed": 7}, metadata={"n": name}))]
        for name in ("one", "two")
    )
    assert first == second


def test_another_seed_gives_other_ids_and_another_search() -> None:
    first, second = (answer(ask(rest={"seed": seed})) for seed in (1, 2))
    assert first.id != second.id
    assert command(first).replace("--seed 1", "--seed 2") == command(second)


def test_ids_are_unique_within_a_conversation() -> None:
    first = answer(ask())
    past = (*ask().input, *first.output, items.user("fix the tests"))
    second = answer(ask(input=past))
    names = [item.id for item in (*first.output, *second.output)]
    assert len(set(names)) == len(names)


def test_the_answer_names_its_full_model() -> None:
    assert answer(ask("Hello", model="mini")).model == "quire/mini"


@pytest.mark.parametrize(
    ("model", "effort", "expected"),
    [
        ("quire/mini", None, "--seconds 10 --edits 1 --effort medium"),
        ("quire/standard", None, "--seconds 60 --edits 2 --effort medium"),
        ("quire/max", None, "--seconds 600 --edits 3 --effort medium"),
        ("quire/standard", "none", "--seconds 12 --edits 1 --effort none"),
        ("quire/standard", "minimal", "--seconds 12 --edits 2 --effort low"),
        ("quire/standard", "low", "--seconds 30 --edits 2 --effort low"),
        ("quire/standard", "xhigh", "--seconds 120 --edits 2 --effort xhigh"),
        ("quire/standard", "max", "--seconds 180 --edits 2 --effort xhigh"),
    ],
)
def test_profile_and_effort_are_budgets(model: str, effort: Effort | None, expected: str) -> None:
    request = ask(model=model, reasoning=Thinking(effort=effort))
    assert f"repair {expected} --seed 0" in command(answer(request))


@pytest.mark.parametrize(
    ("fields", "param"),
    [({"model": "quire/foo"}, "model"), ({"rest": {"seed": "x"}}, "seed")],
)
def test_what_the_engine_cannot_use_is_named(fields: dict[str, object], param: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        answer(msgspec.structs.replace(ask(), **fields))
    assert raised.value.param == param
    assert (param == "seed") != ("quire/mini, quire/standard, quire/max" in raised.value.hint)


def test_a_summary_is_shown_when_asked_for() -> None:
    silent, shown = (
        thought(answer(ask(reasoning=reasoning)))
        for reasoning in (None, Thinking(summary="detailed"))
    )
    assert isinstance(silent, items.Reasoning)
    assert isinstance(shown, items.Reasoning)
    assert silent.summary == ()
    assert items.text_of(shown.summary).startswith("I run the project's tests")


def test_without_effort_there_is_no_reasoning() -> None:
    response = answer(ask(reasoning=Thinking(effort="none", summary="auto")))
    assert [items.kind_of(item) for item in response.output] == ["shell_call"]
    assert response.usage is not None
    assert response.usage.output_tokens_details.reasoning_tokens == 0


def test_the_note_travels_only_when_asked_for() -> None:
    plain = thought(answer(ask()))
    noted = thought(answer(ask(include=("reasoning.encrypted_content",))))
    assert isinstance(plain, items.Reasoning)
    assert isinstance(noted, items.Reasoning)
    assert plain.encrypted_content is None
    assert read_note(noted.encrypted_content) == Note(job="repair", step="search")


@pytest.mark.parametrize("text", ["gAAAAB", "", "{}", base64.b64encode(b'{"v":2}').decode()])
def test_a_foreign_note_is_not_read(text: str) -> None:
    assert read_note(text) is None


def test_a_note_is_read_back() -> None:
    note = Note(job="repair", step="patch", state="x" * 1000)
    assert read_note(write_note(note)) == note


def test_usage_counts_four_characters_a_token() -> None:
    request = ask("Hello", reasoning=Thinking(effort="none"))
    response = answer(request)
    usage = response.usage
    assert usage is not None
    assert usage.input_tokens == -(-len(request.body()) // 4)
    assert usage.output_tokens == -(-len(answer_text(response)) // 4)
    assert usage.total_tokens == usage.input_tokens + usage.output_tokens


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Hello", "I am quire/mini, the engine inside Quire"),
        ("Who are you?", "a search program, not a language model"),
        ("Write a poem", "That is beyond quire/mini"),
        ("refactor cart.py", 'I can do: "rename a to b"'),
        ("skip the failing tests", "I make no test weaker"),
        ("make the tests pass by deleting the asserts", "I make no test weaker"),
        ("change the signature of total", "reorder the parameters of f"),
        ("look for security problems", '"quire review" checks a change'),
        ("add a login page", "set --model and OPENAI_API_KEY"),
        ("continue", "There is no order to go on with"),
        ("thanks", "You are welcome."),
        ("", "Give me an order"),
    ],
)
def test_words_are_answered_with_one_message(text: str, part: str) -> None:
    response = answer(ask(text))
    assert [items.kind_of(item) for item in response.output] == ["reasoning", "message"]
    assert part in answer_text(response)
    assert "gpt" not in answer_text(response).lower()


def test_no_input_at_all_is_answered() -> None:
    assert answer_text(answer(ask(input=()))).startswith("Give me an order")


def test_the_context_of_an_agent_is_not_the_order() -> None:
    texts = ("fix the tests", "<environment_context>\n<cwd>/x</cwd>\n</environment_context>")
    assert "repair --seconds" in command(answer(ask(input=tuple(map(items.user, texts)))))


def test_a_demanded_schema_shapes_the_verdict() -> None:
    schema = {
        "type": "object",
        "properties": {"fixed": {"type": "boolean"}, "summary": {"type": "string"}},
        "required": ["fixed", "summary"],
    }
    text = {"format": {"type": "json_schema", "name": "x", "strict": True, "schema": schema}}
    told = msgspec.json.decode(answer_text(answer(ask("Write a poem", text=text))))
    assert told["fixed"] is False
    assert told["summary"].startswith("That is beyond quire/mini")


def test_a_schema_that_cannot_be_filled_is_refused() -> None:
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    text = {"format": {"type": "json_schema", "name": "x", "schema": schema}}
    for said in ("Hello", "fix the tests"):  # before any work is done for it
        with pytest.raises(InvalidRequest, match="requires 'age'") as raised:
            answer(ask(said, text=text))
        assert (raised.value.param, raised.value.status) == ("text.format", 400)


def test_a_schema_of_other_values_is_refused() -> None:
    status = {"type": "string", "enum": ["good", "bad"]}
    schema = {"type": "object", "properties": {"status": status}, "required": ["status"]}
    text = {"format": {"type": "json_schema", "name": "x", "schema": schema}}
    with pytest.raises(InvalidRequest, match="requires 'status'"):
        answer(ask("Hello", text=text))


def test_work_that_is_done_is_told_as_a_refusal_where_it_does_not_fit() -> None:
    status = {"type": "string", "enum": ["good", "bad"]}
    schema = {"type": "object", "properties": {"status": status}, "required": ["status"]}
    text = {"format": {"type": "json_schema", "name": "x", "schema": schema}}
    asked = ask(text=text)
    failed = items.ShellResult(stdout="", stderr="no", outcome=items.Exit(127))
    [*_, last] = answer(asked).output
    for _ in range(9):
        assert isinstance(last, items.ShellCall)
        said = items.ShellCallOutput(call_id=last.call_id, output=(failed,))
        asked = msgspec.structs.replace(asked, input=(*asked.input, last, said))
        [*_, last] = answer(asked).output
        if isinstance(last, items.Message):
            break
    assert isinstance(last, items.Message)
    assert [part.type for part in last.content if isinstance(part, items.Part)] == ["refusal"]
