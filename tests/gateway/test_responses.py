"""The official client against a real server: responses, their streams and their stored state."""

from __future__ import annotations

import json

import httpx2
import openai
import pytest

from .conftest import Gateway

MODEL = "quire/standard"


def test_a_response_is_created_found_and_deleted(gateway: Gateway) -> None:
    client = gateway.client()
    made = client.responses.create(model=MODEL, input="hello", metadata={"a": "b"})
    assert made.output_text.startswith("Hello. I am quire/standard")
    assert client.responses.retrieve(made.id) == made
    client.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError, match=f"Response with id '{made.id}' not found"):
        client.responses.retrieve(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.delete(made.id)


def test_equal_requests_are_two_responses(gateway: Gateway) -> None:
    client = gateway.client()
    one, two = (client.responses.create(model=MODEL, input="hello") for _ in range(2))
    assert one.id != two.id


def test_a_stream_is_numbered_without_gaps_and_ends_as_stored(gateway: Gateway) -> None:
    client = gateway.client()
    seen = list(client.responses.create(model=MODEL, input="hello", stream=True))
    assert [event.sequence_number for event in seen] == list(range(len(seen)))
    final = seen[-1]
    assert final.type == "response.completed"
    assert seen[0].type == "response.created"
    assert (seen[0].response.service_tier, final.response.service_tier) == ("auto", "default")
    assert client.responses.retrieve(final.response.id) == final.response
    text = "".join(event.delta for event in seen if event.type == "response.output_text.delta")
    assert text == final.response.output_text


def test_a_response_can_be_built_on_the_instant_it_ends(gateway: Gateway) -> None:
    client = gateway.client()
    first = client.responses.create(model=MODEL, input="hello")
    with client.responses.stream(
        model=MODEL, input="What can you do?", previous_response_id=first.id
    ) as stream:
        second = stream.get_final_response()
    third = client.responses.create(model=MODEL, input="thanks", previous_response_id=second.id)
    assert third.previous_response_id == second.id
    assert third.usage is not None and second.usage is not None
    assert third.usage.input_tokens > second.usage.input_tokens
    client.responses.delete(second.id)
    fourth = client.responses.create(model=MODEL, input="thanks", previous_response_id=third.id)
    assert fourth.usage is not None
    assert fourth.usage.input_tokens > third.usage.input_tokens


@pytest.mark.parametrize(
    ("fields", "status", "code", "param"),
    [
        ({"input": "x"}, 400, "missing_required_parameter", "model"),
        ({"model": MODEL}, 400, "missing_required_parameter", "input"),
        ({"model": MODEL, "input": 5}, 400, "invalid_type", "input"),
        ({"model": MODEL, "input": [{"x": 1}]}, 400, "missing_required_parameter", "input[0]"),
        ({"model": MODEL, "input": "x", "temperature": 3}, 400, "decimal_above_max_value",
         "temperature"),
        ({"model": MODEL, "input": "x", "previous_response_id": "resp_no"}, 400,
         "previous_response_not_found", "previous_response_id"),
        ({"model": MODEL, "input": "x", "conversation": "conv_no"}, 404, "not_found",
         "conversation"),
        ({"model": MODEL, "input": [{"type": "item_reference", "id": "msg_no"}]}, 404,
         "item_not_found", "input[0]"),
        ({"model": "quire/none", "input": "x"}, 404, "model_not_found", "model"),
        ({"model": "gpt-5.1-codex", "input": "x"}, 503, "upstream_not_configured", "model"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("stream", [False, True])
def test_a_wrong_request_is_told_what_is_wrong(
    gateway: Gateway, fields: dict[str, object], stream: bool, status: int, code: str, param: str
) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        gateway.client().post(
            "/responses", body={**fields, "stream": stream}, cast_to=object, options={}
        )
    error = caught.value
    assert (error.status_code, error.code, error.param) == (status, code, param)
    assert error.response.headers["x-request-id"] == error.request_id


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"model":"\\ud800"}'])
def test_a_body_that_is_no_request_is_refused(gateway: Gateway, body: bytes) -> None:
    with pytest.raises(openai.BadRequestError):
        gateway.client().post("/responses", content=body, cast_to=object)


def test_keys_are_asked_for(gateway: Gateway) -> None:
    with pytest.raises(openai.AuthenticationError, match="Incorrect API key provided: sk-…none"):
        gateway.client("sk-quire-there-is-none").models.list()


def test_addresses_that_are_not_there(gateway: Gateway) -> None:
    client = gateway.client()
    with pytest.raises(openai.NotFoundError, match="Unknown request URL: GET /v1/nothing"):
        client.get("/nothing", cast_to=object)
    with pytest.raises(openai.APIStatusError, match="PUT is not allowed") as caught:
        client.put("/responses", cast_to=object)
    assert caught.value.status_code == 405


def test_input_items_come_in_pages(gateway: Gateway) -> None:
    client = gateway.client()
    words = [{"role": "user", "content": f"word {number}"} for number in range(5)]
    made = client.responses.create(model=MODEL, input=words)  # type: ignore[arg-type]
    newest = client.responses.input_items.list(made.id, limit=2)
    texts = [item.content[0].text for item in newest]  # type: ignore[union-attr, index]
    assert texts == [f"word {number}" for number in (4, 3, 2, 1, 0)]
    oldest = client.responses.input_items.list(made.id, order="asc", limit=3)
    assert [item.id for item in oldest.data] == [item.id for item in newest][::-1][:3]
    assert oldest.has_next_page()


def test_a_reference_stands_for_its_item(gateway: Gateway) -> None:
    client = gateway.client()
    first = client.responses.create(model=MODEL, input="hello")
    thought, answer = (item.id or "" for item in first.output)
    whole = client.responses.create(
        model=MODEL,
        input=[
            {"role": "user", "content": "hello"},
            {"type": "item_reference", "id": thought},
            {"type": "item_reference", "id": answer},
            {"role": "user", "content": "thanks"},
        ],
    )
    assert whole.output_text == "You are welcome."
    stored = client.responses.input_items.list(whole.id, order="asc")
    assert [item.type for item in stored] == ["message", "reasoning", "message", "message"]


def test_what_is_not_stored_is_not_found(gateway: Gateway) -> None:
    client = gateway.client()
    made = client.responses.create(model=MODEL, input="hello", store=False)
    assert made.model_extra is not None and made.model_extra["store"] is False
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)
    with pytest.raises(openai.BadRequestError, match="not found"):
        client.responses.create(model=MODEL, input="thanks", previous_response_id=made.id)


def test_opaque_reasoning_is_shown_only_when_asked_for(gateway: Gateway) -> None:
    client = gateway.client()
    silent = client.responses.create(model=MODEL, input="hello")
    asked = client.responses.create(
        model=MODEL, input="hello", include=["reasoning.encrypted_content"]
    )
    assert "encrypted_content" not in silent.output[0].model_fields_set
    assert "encrypted_content" in asked.output[0].model_fields_set


def test_tokens_are_counted_and_contexts_compacted(gateway: Gateway) -> None:
    client = gateway.client()
    counted = client.responses.input_tokens.count(model=MODEL, input="hello")
    made = client.responses.create(model=MODEL, input="hello")
    assert made.usage is not None
    assert 0 < counted.input_tokens <= made.usage.input_tokens
    folded = client.responses.compact(model=MODEL, previous_response_id=made.id)
    assert [item.type for item in folded.output] == ["message", "compaction"]
    base = [item.model_dump(exclude_unset=True, warnings=False) for item in folded.output]
    again = client.responses.create(
        model=MODEL,
        input=[*base, {"role": "user", "content": "thanks"}],  # type: ignore[list-item]
    )
    assert again.output_text == "You are welcome."


@pytest.mark.parametrize("path", ["input_tokens", "compact"])
def test_a_model_that_nobody_has_is_neither_counted_nor_compacted_for(
    gateway: Gateway, path: str
) -> None:
    with pytest.raises(openai.NotFoundError, match="'nobody' does not exist here"):
        gateway.client().post(
            f"/responses/{path}", body={"model": "nobody", "input": "x"}, cast_to=object
        )


def test_an_answer_may_be_the_compaction_of_its_context(gateway: Gateway) -> None:
    client = gateway.client()
    first = client.responses.create(model=MODEL, input="hello")
    trigger = [{"type": "compaction_trigger"}]
    folded = client.responses.create(
        model=MODEL,
        input=trigger,  # type: ignore[arg-type]
        previous_response_id=first.id,
    )
    [item] = folded.output
    assert item.type == "compaction"
    thanks = {"role": "user", "content": "thanks"}
    alone = {"type": "compaction", "encrypted_content": item.encrypted_content}
    built = [
        client.responses.create(model=MODEL, input=[thanks], previous_response_id=folded.id),  # type: ignore[list-item]
        client.responses.create(model=MODEL, input=[alone, thanks]),  # type: ignore[list-item]
    ]
    assert [answer.output_text for answer in built] == ["You are welcome."] * 2
    counts = [answer.usage.input_tokens for answer in built if answer.usage]
    assert abs(counts[0] - counts[1]) < 30
    spoilt = {**alone, "encrypted_content": str(item.encrypted_content)[:-9]}
    with pytest.raises(openai.BadRequestError, match="not as it was made"):
        client.responses.create(model=MODEL, input=[spoilt, thanks])  # type: ignore[list-item]


def test_models_are_listed_by_ids_with_slashes(gateway: Gateway) -> None:
    client = gateway.client()
    names = [model.id for model in client.models.list()]
    assert names == ["quire/mini", "quire/standard", "quire/max"]
    assert client.models.retrieve("quire/max").owned_by == "quire"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("quire/none")


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"metadata": {"a": 5}}, "metadata[...]"),
        ({"items": 5}, "items"),
        ({"items": [{"role": "nobody", "content": "x"}]}, "items[0].role"),
        ({"items": [{"role": "user", "content": "x"}] * 21}, "items"),
    ],
)
def test_a_wrong_conversation_is_told_what_is_wrong(
    gateway: Gateway, body: dict[str, object], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        gateway.client().post("/conversations", body=body, cast_to=object)
    assert caught.value.param == param


def test_conversations_grow_with_their_answers(gateway: Gateway) -> None:
    client = gateway.client()
    made = client.conversations.create(
        items=[{"type": "message", "role": "user", "content": "hello"}], metadata={"a": "b"}
    )
    answer = client.responses.create(model=MODEL, input="thanks", conversation=made.id)
    assert answer.conversation is not None and answer.conversation.id == made.id
    listed = list(client.conversations.items.list(made.id, order="asc"))
    assert [item.type for item in listed] == ["message", "message", "reasoning", "message"]
    second = client.responses.create(model=MODEL, input="hello", conversation={"id": made.id})
    assert second.usage is not None and answer.usage is not None
    assert second.usage.input_tokens > answer.usage.input_tokens
    item = client.conversations.items.retrieve(listed[0].id or "", conversation_id=made.id)
    assert item == listed[0]
    client.conversations.items.delete(listed[0].id or "", conversation_id=made.id)
    assert len(list(client.conversations.items.list(made.id))) == 6
    assert client.conversations.update(made.id, metadata={"c": "d"}).metadata == {"c": "d"}
    assert client.conversations.retrieve(made.id).metadata == {"c": "d"}
    added = client.conversations.items.create(
        made.id, items=[{"type": "message", "role": "user", "content": "more"}]
    )
    assert len(added.data) == 1
    assert client.conversations.delete(made.id).deleted is True
    with pytest.raises(openai.NotFoundError):
        client.conversations.retrieve(made.id)


def test_items_are_listed_with_what_the_api_gives_each(gateway: Gateway) -> None:
    given: list[dict[str, object]] = [
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "seen", "status": "incomplete"},
        {"type": "custom_tool_call", "call_id": "d", "name": "g", "input": "x"},
        {"type": "custom_tool_call_output", "call_id": "d", "output": "done", "id": "ctco_mine"},
        {"type": "reasoning", "summary": []},
        {"type": "of_tomorrow", "number": 1},
    ]
    made = gateway.client().post("/conversations", body={"items": given}, cast_to=httpx2.Response)
    name = json.loads(made.text)["id"]
    address = f"/conversations/{name}/items?order=asc"
    whole = json.loads(gateway.client().get(address, cast_to=httpx2.Response).text)["data"]
    assert [item["id"].split("_")[0] for item in whole] == [
        "fc", "fco", "ctc", "ctco", "rs", "item",
    ]  # fmt: skip
    told = [{name: item[name] for name in item if name != "id"} for item in whole]
    given[0]["status"] = given[2]["status"] = given[3]["status"] = "completed"
    assert told == [{name: item[name] for name in item if name != "id"} for item in given]
    assert whole[3]["id"] == "ctco_mine"


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_come_to_an_end_where_items_share_an_id(gateway: Gateway, order: str) -> None:
    items = [
        {"role": "user", "content": text, "id": f"msg_{text[0]}"} for text in ("a1", "a2", "b")
    ]
    address, body = "/conversations", {"items": items}
    made = gateway.client().post(address, body=body, cast_to=httpx2.Response)
    address += f"/{json.loads(made.text)['id']}/items?limit=1&order={order}"
    seen: list[str] = []
    after = ""
    while len(seen) < 9:
        page = json.loads(gateway.client().get(address + after, cast_to=httpx2.Response).text)
        seen += [item["content"][0]["text"] for item in page["data"]]
        if not page["has_more"]:
            break
        after = f"&after={page['last_id']}"
    assert seen == (["a1", "b"] if order == "asc" else ["b", "a2"])


LONG = "x" * 20_000
SAID = [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/responses", {"model": LONG, "input": "hi"}, "model"),
        ("/v1/responses", {"model": MODEL, "input": "hi", "truncation": LONG}, "truncation"),
        (
            "/v1/responses",
            {"model": MODEL, "input": "hi", "previous_response_id": LONG},
            "previous_response_id",
        ),
        ("/v1/responses", {"model": MODEL, "input": [{"role": LONG, "content": "hi"}]}, "input"),
        ("/v1/chat/completions", {"model": LONG, "messages": SAID}, "model"),
        ("/api/v1/chat/completions", {"model": LONG, "messages": SAID}, "model"),
        ("/v3/ai/language-model", {"prompt": SAID}, "modelId"),
    ],
)
def test_an_error_quotes_a_part_of_what_is_too_long(
    gateway: Gateway, path: str, body: dict[str, object], field: str
) -> None:
    answer = httpx2.post(
        gateway.address.removesuffix("/v1") + path, json=body,
        headers={"authorization": f"Bearer {gateway.key}", "ai-language-model-id": LONG},
    )  # fmt: skip
    assert answer.status_code in (400, 404)
    assert "x" * 100 + "… (20,000 characters)" in answer.text
    assert len(answer.text) < 600
    assert field in answer.text


def test_an_error_says_what_may_be_instead_of_what_is_too_long(gateway: Gateway) -> None:
    with pytest.raises(openai.BadRequestError, match=r"\(20,000 characters\)' is not .*disabled"):
        gateway.client().post(
            "/responses", body={"model": MODEL, "input": "hi", "truncation": LONG}, cast_to=object
        )
