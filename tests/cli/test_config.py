"""Settings that cannot be: the source, the key, the value and what it may be are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire import config
from quire.errors import SettingsError

SEE = "`quire config schema` prints every key and its type."


@pytest.mark.parametrize(
    ("flag", "message", "hint"),
    [
        ("agent.steps=many", "agent.steps is 'many': Expected `int | null`, got `str`.", SEE),
        ("agent.steps=0", "agent.steps is 0: Expected `int` >= 1.", SEE),
        ("agent.window=-5", "agent.window is -5: Expected `int` >= 1000.", SEE),
        ("agent.compact_at=7", "agent.compact_at is 7: Expected `float` <= 1.0.", SEE),
        ("agent.dollars=-1", "agent.dollars is -1: Expected `float` >= 0.0.", SEE),
        ("tools.page_bytes=0", "tools.page_bytes is 0: Expected `int` >= 200.", SEE),
        (
            "agent.compaction=cloud",
            "agent.compaction is 'cloud'.",
            "Give endpoint, inline, own, server.",
        ),
        (
            "approvals=maybe",
            "approvals is 'maybe'.",
            "Give never, on-request, untrusted.",
        ),
        ("model=''", "model is '': Expected `str` of length >= 1.", SEE),
        ("agent.stepz=4", "agent.stepz is 4: Object contains unknown field `stepz`.", SEE),
        (
            "sandbox.netwrok=off",
            "sandbox.netwrok is 'off': Object contains unknown field `netwrok`.",
            SEE,
        ),
        (
            "sandbox.limits.cpu=1",
            "sandbox.limits.cpu is 1: Object contains unknown field `cpu`.",
            SEE,
        ),
        (
            "sandbox.limits.seconds=nan",
            "sandbox.limits.seconds is nan: Expected `float` > 0.0.",
            SEE,
        ),
        ("sandbox.limits.processes=0", "sandbox.limits.processes is 0: Expected `int` >= 1.", SEE),
        ("models.idle_timeout=-1", "Expected `float` > 0.0.", SEE),
        ("models.retry.attempts=0", "Expected `int` >= 1.", SEE),
        ("models.retry.limit=3", "Object contains unknown field `limit`.", SEE),
        ("models.retry.first_wait=nan", "Expected `float` >= 0.0.", SEE),
        ("gateway.lease=0", "gateway.lease is 0: Expected `float` > 0.0.", SEE),
        ("models.base_url=5", "Expected `str`, got `int`.", SEE),
    ],
)
def test_a_value_that_cannot_be_is_named(
    tmp_path: Path, flag: str, message: str, hint: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        config.load(tmp_path, [flag], {"QUIRE_HOME": str(tmp_path)})
    error = caught.value
    assert (error.message, error.hint) == (f"flags: {message}", hint)
    assert error.param == flag.partition("=")[0]


def test_the_file_of_an_entry_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[tools.contracts]\nmine = "shell"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        config.load(tmp_path, (), {"QUIRE_HOME": str(tmp_path)})
    told = f"{tmp_path}/config.toml: Expected `array`, got `str`."
    assert (caught.value.message, caught.value.param) == (told, "tools.contracts")


@pytest.mark.parametrize(
    ("ladder", "wrong"),
    [
        ('["auto"]', "'auto' stands for the ladder itself, so it cannot be a model of it."),
        ('["quire/mini", "Auto"]', "'Auto' stands for the ladder itself, so it cannot be"),
        ('["quire/mini", "gpt-5", "gpt-5"]', "'gpt-5' stands in it twice."),
        ('["quire/huge"]', "There is no 'quire/huge': the engine answers as quire/mini, "),
        ('["quire/mini", " "]', "Entry 2 is empty."),
        ("[]", "It names no model."),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(
    tmp_path: Path, ladder: str, wrong: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        config.load(tmp_path, [f"agent.ladder={ladder}"], {"QUIRE_HOME": str(tmp_path)})
    assert caught.value.message.startswith(f"The ladder cannot be climbed. {wrong}")
    assert caught.value.param == "agent.ladder"
