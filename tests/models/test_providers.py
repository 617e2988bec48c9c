"""Upstreams of the table and of a person's settings, their spellings and their efforts."""

from __future__ import annotations

import pytest

from quire.errors import SettingsError
from quire.models.catalogue import entry
from quire.models.providers import claimed, nearest, providers, serves, spelled
from quire.models.settings import Provider, Secret, Settings
from quire.protocol.requests import Effort

KEYS = {"OPENAI_API_KEY": "sk-o", "OPENROUTER_API_KEY": " "}


def every(own: dict[str, dict[str, object]] | None = None) -> dict[str, Provider]:
    found = providers(Settings(providers=own or {}), lambda name: KEYS.get(name, ""))
    return {provider.name: provider for provider in found}


def test_the_table_is_read_whole_and_keys_come_from_their_variables() -> None:
    known = every()
    assert list(known) == [
        "quire",
        "openai",
        "openrouter",
        "vercel",
        "cometapi",
        "aimlapi",
        "vllm",
        "ollama",
        "llamacpp",
    ]
    assert known["openai"].key == Secret("sk-o")
    ready = [name for name, provider in known.items() if provider.ready]
    assert ready == ["quire", "openai", "vllm", "ollama", "llamacpp"]
    assert known["aimlapi"].key_variable == "AIMLAPI_KEY"


@pytest.mark.parametrize(
    ("provider", "model", "spelling"),
    [
        ("openai", "gpt-5.1-codex", "gpt-5.1-codex"),
        ("openai", "openai/gpt-5-1-codex-max", "gpt-5.1-codex-max"),
        ("openai", "openai/gpt-9", "gpt-9"),
        ("openrouter", "gpt-5.1-codex", "openai/gpt-5.1-codex"),
        ("openrouter", "anthropic/claude-9.1", "anthropic/claude-9.1"),
        ("openrouter", "openrouter/auto", "openrouter/auto"),
        ("openrouter", "openrouter/acme/great", "acme/great"),
        ("vercel", "gpt-5.1-codex-mini", "openai/gpt-5.1-codex-mini"),
        ("cometapi", "openai/gpt-5.1-codex", "gpt-5.1-codex"),
        ("aimlapi", "gpt-5.1-codex", "openai/gpt-5-1-codex"),
        ("ollama", "ollama/qwen3:8b", "qwen3:8b"),
        ("vllm", "vllm/Qwen/Qwen3-Coder-30B", "Qwen/Qwen3-Coder-30B"),
        ("quire", "quire/max", "quire/max"),
    ],
)
def test_a_model_is_spelled_as_its_provider_wants(provider: str, model: str, spelling: str) -> None:
    assert spelled(every()[provider], entry(model)) == spelling


@pytest.mark.parametrize(
    ("model", "served"),
    [
        ("gpt-5.1-codex", ["openai", "openrouter", "vercel", "cometapi", "aimlapi"]),
        ("quire/mini", ["quire"]),
        ("o9-mini", ["openai"]),
        ("acme/great", ["openrouter", "vercel"]),
        ("mystery", []),
    ],
)
def test_who_serves_a_model(model: str, served: list[str]) -> None:
    known = every().values()
    assert [provider.name for provider in known if serves(provider, entry(model))] == served


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("ollama/x", "ollama"),
        ("Ollama/x", "ollama"),
        ("quire/mini", None),
        ("openai/x", None),
        ("openrouter/auto", "openrouter"),
        ("x", None),
    ],
)
def test_an_id_may_name_its_provider(name: str, owner: str | None) -> None:
    found = claimed(name, every().values())
    assert (found.name if found else None) == owner


def test_a_person_adds_an_upstream_and_changes_one() -> None:
    known = every(
        {
            "box": {
                "base_url": "http://box:8000/v1",
                "dialect": "chat",
                "models": {"qwen3-coder": "Qwen/Qwen3-Coder-30B"},
                "prices": {"qwen3-coder": {"input": 0.1, "cached": 0.0, "output": 0.2}},
            },
            "openrouter": {"zdr": True},
        }
    )
    assert next(iter(known)) == "box"
    assert spelled(known["box"], entry("qwen3-coder")) == "Qwen/Qwen3-Coder-30B"
    assert serves(known["box"], entry("qwen3-coder"))
    assert (known["openrouter"].zdr, known["openrouter"].stateless) == (True, True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"dialekt": "chat"}, "dialekt"),
        ({"dialect": "soap"}, "models.providers.box.dialect"),
        ({"prices": {"x": {"input": "much"}}}, "models.providers.box.prices"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words) as raised:
        every({"box": {"base_url": "http://box/v1", **fields}})
    assert raised.value.param == "models.providers.box"


@pytest.mark.parametrize(
    ("asked", "taken", "sent"),
    [
        ("none", ("low", "medium", "high"), "low"),
        ("minimal", ("none", "low"), "none"),
        ("xhigh", ("low", "high"), "high"),
        ("max", (), "max"),
        ("medium", ("low", "high"), "low"),
        ("high", ("low", "high"), "high"),
    ],
)
def test_an_effort_that_is_not_taken_becomes_the_nearest(
    asked: Effort, taken: tuple[Effort, ...], sent: Effort
) -> None:
    assert nearest(asked, taken) == sent
