"""A server that is set to be as strict as the real API, and one that is not."""

from __future__ import annotations

import openai
import pytest

from .conftest import Script, Start


def test_a_strict_server_refuses_what_the_real_one_does(start: Start, script: Script) -> None:
    upstream = script({"text": "Fine.", "times": 3})
    strict = ("-c", "gateway.strict_fields=true", "-c", "gateway.strict_endpoints=true")
    client = start(*strict, upstream=upstream).client()
    with pytest.raises(openai.BadRequestError, match="Unknown parameter: 'of_next_year'") as caught:
        client.responses.create(model="m", input="hi", extra_body={"of_next_year": 1})
    assert (caught.value.code, caught.value.param) == ("unknown_parameter", "of_next_year")
    with pytest.raises(openai.BadRequestError, match="only supported in v1/responses"):
        client.chat.completions.create(
            model="gpt-5.1-codex", messages=[{"role": "user", "content": "hi"}]
        )
    made = client.responses.create(model="gpt-5.1-codex", input="hi", truncation="auto")
    assert made.output_text == "Fine."
    said = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}])
    assert said.choices[0].message.content == "Fine."
