"""Counts of all workers, speed, uptime, rankings, activity, and the engine's prompt cache."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import msgspec
import openai
import pytest
from sqlalchemy import select

from quire.gateway.accounts import Accounts, Books
from quire.gateway.allowances import Allowances
from quire.gateway.meters import Meters, added
from quire.gateway.rounds import Rounds
from quire.models.catalogue import catalogue
from quire.models.router import Router, upstreams
from quire.models.script import Answer
from quire.models.script import Script as Answers
from quire.models.scripted_server import ScriptedServer
from quire.models.settings import Provider
from quire.protocol.items import user
from quire.protocol.requests import Request
from quire.store.bookings import Bookings
from quire.store.database import Database, sqlite_url
from quire.store.ledger import Ledger, Used
from quire.store.rates import Rates
from quire.store.schema import homes

from .conftest import Gateway, Script, Start, run_quire
from .upstreams import canned

MODEL = "gpt-5.1-codex"
PRICED = {
    "text": "An answer of several words.", "pause": 0.001,
    "usage": {"input_tokens": 10, "output_tokens": 20, "total_tokens": 30},
}  # fmt: skip
CANARY = "CANARYa81e "
LONG = CANARY * 800  # 9,600 characters, 2,400 tokens


def got(
    gateway: Gateway, path: str, key: str = "", **query: str
) -> dict[str, list[dict[str, object]]]:
    """Return the JSON of a path below /api/v1."""
    answer = httpx2.get(
        gateway.address.replace("/v1", f"/api/v1{path}"), params=query,
        headers={"authorization": f"Bearer {key or gateway.key}"}, timeout=20,
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    body: dict[str, list[dict[str, object]]] = answer.json()
    return body


def counted(gateway: Gateway) -> int:
    """Return how many answers the metrics tell of."""
    text = httpx2.get(
        gateway.address.replace("/v1", "/metrics"),
        headers={"authorization": f"Bearer {gateway.key}"}, timeout=20,
    ).text  # fmt: skip
    return sum(int(n) for n in re.findall(r"^quire_requests_total\{.*\} (\d+)$", text, re.M))


def test_metrics_are_those_of_all_workers(start: Start) -> None:
    gateway = start("--workers", "3")
    told = [counted(gateway)]
    for _ in range(20):  # each on a connection of its own, so that every worker answers some
        with openai.OpenAI(base_url=gateway.address, api_key=gateway.key) as client:
            client.responses.create(model="quire/mini", input="hi")
        told.append(counted(gateway))
    end = time.monotonic() + 10
    while told[-1] < 20 and time.monotonic() < end:
        told.append(counted(gateway))
        time.sleep(0.1)
    assert told[-1] == 20
    assert told == sorted(told)  # no worker ever tells less than another did


def test_speed_and_uptime_are_told(start: Start, script: Script) -> None:
    upstream = script({**PRICED, "times": 20}, {"fault": "server_error", "times": 2})
    gateway = start("--workers", "2", upstream=upstream)
    for number in range(21):
        with openai.OpenAI(base_url=gateway.address, api_key=gateway.key, max_retries=0) as client:
            if number < 20:
                list(client.responses.create(model=MODEL, input="hi", stream=True))
                continue
            with pytest.raises(openai.InternalServerError):
                client.responses.create(model=MODEL, input="hi")
    end = time.monotonic() + 10
    while True:
        found = got(gateway, "/uptime")["data"]
        if sum(int(str(each["attempts"])) for each in found) == 22 or time.monotonic() > end:
            break
        time.sleep(0.2)
    (up,) = found
    assert (up["model"], up["provider"], up["attempts"], up["failures"]) == (
        MODEL, "127.0.0.1", 22, 2,
    )  # fmt: skip
    assert up["uptime_last_5m"] == up["uptime_last_30m"] == up["uptime_last_1d"] == 100.0
    (speed,) = got(gateway, "/performance", window="1d")["data"]
    assert (speed["model"], speed["provider"], speed["requests"]) == (MODEL, "127.0.0.1", 20)
    for measure in ("latency_ms", "throughput"):
        told = speed[measure]
        assert isinstance(told, dict)
        assert set(told) == {"p50", "p75", "p90", "p99"}
        assert all(value > 0 for value in told.values())
    whole = httpx2.get(
        gateway.address.replace("/v1", f"/api/v1/models/{MODEL}/endpoints"),
        headers={"authorization": f"Bearer {gateway.key}"},
        timeout=20,
    ).json()["data"]["endpoints"][0]
    assert whole["uptime_last_30m"] == 100.0
    assert whole["latency_last_30m"] == speed["latency_ms"]
    refused = httpx2.get(
        gateway.address.replace("/v1", "/api/v1/performance"), params={"window": "1y"},
        headers={"authorization": f"Bearer {gateway.key}"}, timeout=20,
    )  # fmt: skip
    assert refused.status_code == 400


def test_models_and_apps_are_ranked(start: Start) -> None:
    with canned() as upstream:
        gateway = start(upstream=upstream.address)
        other = run_quire(gateway.home, "keys", "create", "other", "--project", "apart").strip()
        client = gateway.client()
        for app in ("editor", "editor", "robot"):
            client.responses.create(model=MODEL, input="hi", extra_headers={"X-Title": app})
        gateway.client(other).responses.create(
            model=MODEL, input="hi", extra_headers={"HTTP-Referer": "https://theirs.example"}
        )
        today = datetime.now(UTC).date()
        found = got(gateway, "/rankings")["data"]
        whole = {"model_permaslug": MODEL, "total_tokens": "90", "total_requests": 3}
        assert found == [{"date": today.isoformat(), **whole}]
        monday = today - timedelta(days=today.weekday())
        weekly = got(gateway, "/rankings", period="week")["data"]
        assert weekly == [{"date": monday.isoformat(), **whole}]
        assert got(gateway, "/rankings/apps", period="week")["data"] == [
            {"rank": place, "app_id": app, "app_name": app, "total_tokens": str(30 * count),
             "total_requests": count}
            for place, app, count in ((1, "editor", 2), (2, "robot", 1))
        ]  # fmt: skip
        (theirs,) = got(gateway, "/rankings/apps", key=other)["data"]
        assert theirs["app_name"] == "https://theirs.example"
        (active,) = got(gateway, "/activity", group_by="key")["data"]
        assert (active["requests"], str(active["key"])[:4]) == (3, "key_")


def test_a_prompt_that_was_seen_is_told_as_cached(start: Start) -> None:
    gateway = start()
    other = run_quire(gateway.home, "keys", "create", "other").strip()

    def cached(words: str, key: str = "", **headers: str) -> int:
        made = gateway.client(key or None).responses.create(
            model="quire/mini", input=words, store=False, extra_headers=headers
        )
        assert made.usage is not None
        assert made.usage.input_tokens_details.cached_tokens <= made.usage.input_tokens
        return made.usage.input_tokens_details.cached_tokens

    assert cached("hello") == cached("hello") == 0  # less than 1,024 tokens count as none
    assert cached(LONG) == 0
    again = cached(LONG)
    assert again == cached(f"{LONG} And more.")
    assert again % 128 == 0
    assert 2000 < again <= 2432
    assert cached(f"First. {LONG}") == 0
    assert cached(LONG, other) == 0
    assert cached(LONG, **{"x-zero-data-retention": "true"}) == 0
    gateway.stop()
    rows = (gateway.home / "gateway").rglob("*")
    assert not any(CANARY.encode() in path.read_bytes() for path in rows if path.is_file())
    gateway = start(key=gateway.key)
    assert cached(LONG) == again  # kept for 24 hours, as hashes


def test_workers_tell_one_another_who_rests_and_where_sessions_live(tmp_path: Path) -> None:
    asyncio.run(told_and_heard(Database.open(sqlite_url(tmp_path / "quire.db"))))


async def told_and_heard(database: Database) -> None:
    """Let one worker see an upstream fail and a session settle; the other one hears of both."""
    async with ScriptedServer(Answers(answer=(Answer(text="Hi.", times=4),))) as server:
        down = Provider(name="down", base_url="http://127.0.0.1:9/v1", serves=("openai/*",))
        up = msgspec.structs.replace(down, name="up", base_url=server.address)
        asked = Request(model=MODEL, input=(user("Go."),), prompt_cache_key="a session")
        zdr = {"provider": {"zdr": True}}
        hidden = msgspec.structs.replace(asked, prompt_cache_key="x", rest=zdr)
        agreed = msgspec.structs.replace(up, zdr=True)
        async with upstreams((down, agreed)) as models:
            first, second = (Router((down, agreed), catalogue(), models) for _ in range(2))
            rounds = [
                Rounds(database, "one", accounts(database, each), each) for each in (first, second)
            ]
            others = (msgspec.structs.replace(asked, prompt_cache_key=name) for name in "bc")
            for request in (asked, *others, hidden):
                async for _ in first.model_for(request).respond(request):
                    continue
            for each in rounds:
                await each.look()
    assert set(second.resting()) == {("down", MODEL)}
    by_name = [attempt.provider.name for attempt in second.route(asked).attempts]
    assert by_name == ["up", "down"]
    sessions = database.read_now(lambda c: c.execute(select(homes.c.provider)).all())
    assert [row[0] for row in sessions] == ["up"] * 3  # under zero data retention none is told
    database.close()


def accounts(database: Database, router: Router) -> Accounts:
    """Return the accounts of one worker."""
    books = Books(
        ledger=Ledger(database), bookings=Bookings(database),
        allowances=Allowances(Rates(database)), meters=Meters(),
    )  # fmt: skip
    return Accounts(books, router)


def test_made_up_names_of_models_make_no_series_without_end() -> None:
    meters, one = Meters(), Used(
        id="resp_1", at=1.0, key="k", project="p", app="", asked="m", model="m", provider="up",
        status="completed", input_tokens=1, output_tokens=1,
    )  # fmt: skip
    for number in range(3_000):
        made_up = f"made-up-{number}"
        meters.note(msgspec.structs.replace(one, asked=made_up, model=made_up, status="failed"))
        meters.note(msgspec.structs.replace(one, asked=f"real-{number}"))
    for _ in range(2):
        meters.note(msgspec.structs.replace(one, asked=MODEL, model=MODEL))
    told = [line for line in meters.text().splitlines() if line.startswith("quire_requests_total")]
    assert 1_100 <= len(told) <= 1_110
    assert sum(int(line.rpartition(" ")[2]) for line in told) == 6_002
    assert next(line for line in told if f'request_model="{MODEL}"' in line).endswith(" 2")
    other = [line for line in told if 'request_model="other"' in line]
    assert sorted(int(line.rpartition(" ")[2]) for line in other) == [2_000 + 1, 2_900]


def test_what_workers_tell_is_written_anew_once_more_is_counted() -> None:
    def counted(*states: str) -> list[str]:
        lines = added(states).text().splitlines()
        return [row.rpartition(" ")[2] for row in lines if row.startswith("quire_requests_total")]

    meters = Meters()
    one = Used(id="1", at=0.0, key="k", project="p", app="", asked=MODEL, model=MODEL, status="ok")
    meters.note(one)
    first = meters.state()
    assert meters.state() is first
    meters.note(one)
    assert meters.text().count('status="ok"} 2') == 1
    assert counted(first, meters.state()) == ["3"]
    meters.add(first)
    assert counted(meters.state()) == ["3"]


def test_a_large_sum_of_money_is_counted_to_the_last_millionth() -> None:
    meters = Meters()
    for cost in (123_456_789_012, 1):
        meters.note(
            Used(id=f"{cost}", at=0.0, key="k", project="p", app="", asked=MODEL, model=MODEL,
                 status="completed", cost=cost)
        )  # fmt: skip
    told = [row for row in meters.text().splitlines() if row.startswith("quire_cost_dollars")]
    assert [row.rpartition(" ")[2] for row in told] == ["123456.789013"]
