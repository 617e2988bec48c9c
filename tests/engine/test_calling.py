"""A function that the request demands, or the order plainly names, is called."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from quire.engine.answerer import Engine
from quire.engine.filling import Filled, filled
from quire.errors import InvalidRequest
from quire.protocol import items
from quire.protocol.events import Completed
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request, Thinking
from quire.protocol.responses import Response, answer_text


def function(name: str, required: tuple[str, ...], **fields: Json) -> Json:
    parameters = {"type": "object", "properties": fields, "required": list(required)}
    return {"type": "function", "name": name, "parameters": parameters}


WEATHER = function(
    "get_weather",
    ("location",),
    location={"type": "string"},
    unit={"type": "string", "enum": ["celsius", "fahrenheit"]},
)
MAIL = function("send_mail", ("to", "subject"), to={"type": "string"}, subject={"type": "string"})
ASK = "What's the weather like in San Francisco?"


async def _respond(request: Request) -> Response:
    [*_, last] = [event async for event in Engine(b"program").respond(request)]
    assert isinstance(last, Completed)
    return last.response


def answer(text: str, choice: str | Json | None = None, *past: Item) -> Response:
    request = Request(
        model="quire/mini",
        input=(items.user(text), *past),
        tools=(MAIL, WEATHER),
        tool_choice=choice,
        reasoning=Thinking(effort="none"),
    )
    return asyncio.run(_respond(request))


def called(response: Response) -> tuple[str, object]:
    [call] = response.output
    assert isinstance(call, items.FunctionCall)
    return call.name, msgspec.json.decode(call.arguments)


@pytest.mark.parametrize(
    "choice", [None, "auto", "required", {"type": "function", "name": "get_weather"}]
)
def test_the_function_that_the_order_names_is_called(choice: str | Json | None) -> None:
    assert called(answer(ASK, choice)) == ("get_weather", {"location": "San Francisco"})


SEND: Json = {"type": "function", "name": "send_mail"}


def test_a_demanded_function_is_called_even_if_the_order_does_not_name_it() -> None:
    told = {"to": "Bob", "subject": "Bob"}
    assert called(answer("hello from Bob", SEND)) == ("send_mail", told)


@pytest.mark.parametrize("choice", ["required", SEND])
@pytest.mark.parametrize("text", ["Send a mail to Bob", "Fix the tests, then mail Bob"])
def test_a_demanded_call_comes_before_every_other_job(text: str, choice: str | Json) -> None:
    assert called(answer(text, choice)) == ("send_mail", {"to": "Bob", "subject": "Bob"})


@pytest.mark.parametrize(
    ("text", "choice", "named"),
    [
        ("hello", SEND, "'to', 'subject'"),
        ("send the mail", "required", "'to', 'subject'"),
        ("what's the weather?", "required", "'location'"),
    ],
)
def test_no_argument_of_a_demanded_call_is_invented(
    text: str, choice: str | Json, named: str
) -> None:
    with pytest.raises(InvalidRequest, match=f"needs {named}, for which") as raised:
        answer(text, choice)
    assert (raised.value.param, raised.value.status) == ("tool_choice", 400)


@pytest.mark.parametrize(
    ("tools", "choice"),
    [
        (({"type": "web_search"},), "required"),
        (({"type": "shell"},), "required"),
        (({"type": "shell"}, WEATHER), {"type": "shell"}),
        ((), {"type": "allowed_tools", "mode": "required", "tools": [{"name": "send_mail"}]}),
    ],
)
def test_a_demanded_call_that_cannot_be_made_is_refused(
    tools: tuple[Json, ...], choice: str | Json
) -> None:
    asked = Request(
        model="quire/mini", input=(items.user("Hello"),), tools=tools, tool_choice=choice
    )
    with pytest.raises(InvalidRequest, match="it demands a call") as raised:
        asyncio.run(_respond(asked))
    assert raised.value.param == "tool_choice"


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Hello", None),
        (ASK, "none"),
        ("What's the weather?", "auto"),
        (ASK, {"type": "allowed_tools", "mode": "auto", "tools": [{"name": "send_mail"}]}),
    ],
)
def test_otherwise_nothing_is_called(text: str, choice: str | Json | None) -> None:
    assert [items.kind_of(item) for item in answer(text, choice).output] == ["message"]


def test_what_the_function_answers_is_passed_on() -> None:
    first = answer(ASK, "required")
    [call] = items.pending_calls(first.output)
    output = items.FunctionCallOutput(call_id=call.call_id, output="18 °C, fog")
    assert answer_text(answer(ASK, "required", *first.output, output)) == "get_weather: 18 °C, fog"


@pytest.mark.parametrize(
    ("fields", "text", "expected"),
    [
        ({"n": {"type": "integer"}}, "add 3 and 4", Filled({"n": 3}, ())),
        ({"x": {"type": "number"}}, "2.5 and 4", Filled({"x": 2.5}, ())),
        ({"unit": {"type": "string", "enum": ["C", "km"]}}, "in km", Filled({"unit": "km"}, ())),
        ({"email": {"type": "string"}}, "tell a.b@c.org", Filled({"email": "a.b@c.org"}, ())),
        ({"path": {"type": "string"}}, "open src/a.py", Filled({"path": "src/a.py"}, ())),
        ({"query": {"type": "string"}}, "cats and dogs", Filled({"query": "cats and dogs"}, ())),
        ({"title": {"type": "string"}}, "call it 'My day'", Filled({"title": "My day"}, ())),
        ({"tags": {"type": "array"}}, "'a' and 'b'", Filled({"tags": ["a", "b"]}, ())),
        ({"b": {"type": ["boolean", "null"]}}, "yes", Filled({"b": None}, ())),
        ({"b": {"type": "boolean"}}, "yes", Filled({}, ("b",))),
        ({"kind": {"const": "city"}}, "yes", Filled({"kind": "city"}, ())),
        ({"unit": {"type": "string", "enum": ["C"]}}, "warm?", Filled({"unit": "C"}, ())),
        ({"to": {"$ref": "#/$defs/to"}}, "to Bob", Filled({}, ("to",))),
    ],
)  # fmt: skip
def test_arguments_come_from_the_words(fields: Json, text: str, expected: Filled) -> None:
    schema = {"type": "object", "properties": fields, "required": list(fields)}
    assert filled(schema, text) == expected
