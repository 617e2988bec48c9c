"""Whole tasks at our own gateway: over one WebSocket, and with background answers that are cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.line import Line, Serve
from tests.cli.relay import relayed
from tests.gateway.conftest import Gateway, serving

WORK = ({"shell": ["echo one >> ran"]}, {"shell": ["echo two >> ran"]}, {"text": "Done."})
MODEL = ("exec", "--no-verify", "--model", "gpt-5.1-codex")
WEBSOCKET = ("-c", "models.websocket=true")
BACKGROUND = ("-c", "models.state=server", "-c", "models.background=true")


@pytest.fixture
def gateway(line: Line, upstream: Serve) -> Iterator[Gateway]:
    """A gateway before the script of three answers."""
    upstream(*WORK)
    address = line.environment["OPENAI_BASE_URL"]
    with serving(line.home / "serve", environment={"OPENAI_BASE_URL": address}) as running:
        line.environment["OPENAI_API_KEY"] = running.key
        yield running


def test_a_task_goes_over_one_websocket(line: Line, gateway: Gateway) -> None:
    with relayed(gateway.address) as relay:
        line.environment["OPENAI_BASE_URL"] = relay.address
        done = line.run(*MODEL, *WEBSOCKET, "work")
        assert (done.returncode, done.stdout) == (0, "Done.\n"), done.stderr
        assert relay.asked == ["GET /v1/responses HTTP/1.1"]
    assert "WebSocket" not in done.stderr
    assert (line.folder / "ran").read_text() == "one\ntwo\n"


def test_a_websocket_that_is_cut_is_opened_again(line: Line, gateway: Gateway) -> None:
    with relayed(gateway.address, cuts=(6_000,)) as relay:
        line.environment["OPENAI_BASE_URL"] = relay.address
        done = line.run(*MODEL, *WEBSOCKET, "work")
        assert (done.returncode, done.stdout) == (0, "Done.\n"), done.stderr
        assert relay.asked == ["GET /v1/responses HTTP/1.1"] * 2
    assert (line.folder / "ran").read_text() == "one\ntwo\n"


def test_a_background_answer_is_taken_up_where_it_was_cut(line: Line, gateway: Gateway) -> None:
    with relayed(gateway.address, cuts=(14_000, 9_000)) as relay:
        line.environment["OPENAI_BASE_URL"] = relay.address
        done = line.run(*MODEL, *BACKGROUND, "work")
        assert (done.returncode, done.stdout) == (0, "Done.\n"), done.stderr
        joined = [words for words in relay.asked if words.startswith("GET ")]
        assert len(joined) == 2
        assert all("?stream=true" in words for words in joined)
    assert "taken up after event" in done.stderr
    assert "Asking again" not in done.stderr
    assert (line.folder / "ran").read_text() == "one\ntwo\n"
