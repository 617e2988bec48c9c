"""Model ids, aliases, windows and prices."""

from __future__ import annotations

import pytest

from quire.models.catalogue import LONGEST_NAME, Entry, Price, catalogue, cost, entries, entry
from quire.protocol.responses import InputDetails, Usage


@pytest.mark.parametrize(
    "name", ["gpt-5.1-codex", "openai/gpt-5.1-codex", "openai/gpt-5-1-codex", "GPT-5.1-Codex"]
)
def test_names_that_mean_the_same_model(name: str) -> None:
    known = entry(name)
    assert known is entry("gpt-5.1-codex")
    assert (known.title, known.price) == (
        "OpenAI: GPT-5.1-Codex",
        Price(input=1.25, cached=0.125, output=10.0),
    )
    assert (known.input_window, known.output_window, known.context) == (272_000, 128_000, 400_000)
    assert (known.released, known.created) == ("2025-11-13", 1_762_992_000)
    assert (known.inputs, known.outputs) == (("text", "image"), ("text",))
    assert known.endpoints == ("/v1/responses",)
    assert known.shutdown == "2026-07-23"
    assert {"structured_outputs", "seed", "reasoning", "tools"} <= set(known.parameters)
    assert not {"temperature", "top_p"} & set(known.parameters)


def test_the_embedded_models_are_there() -> None:
    embedded = [known.id for known in entries() if known.id.startswith("quire/")]
    assert embedded == ["quire/mini", "quire/standard", "quire/max"]


def test_no_name_is_given_twice() -> None:
    names = [name for known in entries() for name in known.names]
    assert sorted(names) == sorted(set(names))


def test_an_unknown_model_is_plain_and_its_cost_unknown() -> None:
    assert entry("llama-9") == Entry(id="llama-9")
    assert cost(entry("llama-9"), Usage(input_tokens=5)) is None


def test_a_cost_counts_cached_input_once() -> None:
    usage = Usage(
        input_tokens=10_000,
        input_tokens_details=InputDetails(cached_tokens=4_000),
        output_tokens=1_000,
    )
    assert cost(entry("gpt-5.1-codex-mini"), usage) == pytest.approx(
        (6_000 * 0.25 + 4_000 * 0.025 + 1_000 * 2) / 1_000_000
    )


def test_mini_is_cheaper_than_the_others() -> None:
    usage = Usage(input_tokens=1000, output_tokens=1000)
    mini, codex = (cost(entry(f"gpt-5.1-codex{end}"), usage) for end in ("-mini", ""))
    assert [mini, codex] == pytest.approx([0.00225, 0.01125])


@pytest.mark.parametrize(
    ("asked", "runs"),
    [
        ("gpt-5.1-codex", "gpt-5.3-codex"),
        ("openai/gpt-5-1-codex", "gpt-5.3-codex"),
        ("gpt-5.1-codex-mini", "gpt-5.1-codex-mini"),
        ("nothing", "nothing"),
    ],
)
def test_a_successor_stands_in_for_every_name_of_a_model(asked: str, runs: str) -> None:
    assert catalogue({"gpt-5.1-codex": "gpt-5.3-codex"}).running(asked).id == runs


def test_an_overlong_name_is_a_plain_entry_that_is_not_remembered() -> None:
    longest = "n" * LONGEST_NAME
    assert entry(longest) is entry(longest)
    overlong = f"{longest}n"
    assert entry(overlong) == Entry(id=overlong)
    assert entry(overlong) is not entry(overlong)


@pytest.mark.parametrize(
    ("name", "created"),
    [
        ("gpt-5.1-codex", 1_762_992_000),
        ("gpt-5.1-codex-mini", 1_762_992_000),
        ("gpt-5.1-codex-max", 1_763_510_400),
        ("gpt-5-codex", 1_758_585_600),
    ],
)
def test_the_codex_models_have_their_day_of_release(name: str, created: int) -> None:
    assert entry(name).created == created
