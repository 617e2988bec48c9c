"""Starting, describing and stopping the server."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import httpx2
import msgspec

from .conftest import Gateway, Start, run_quire, serving

WORDS = re.compile(r'curl -s (\S+) -H "Authorization: Bearer (\S+)"')


def test_a_fresh_start_prints_a_line_that_works(tmp_path: Path) -> None:
    with serving(tmp_path / "home", words=True) as gateway:
        said = [gateway.line() for _ in range(4)]
        found = WORDS.search(said[3])
        assert found, said
        done = subprocess.run(
            ["sh", "-c", said[3]], capture_output=True, text=True, check=True, timeout=20
        )
        assert msgspec.json.decode(done.stdout, type=dict[str, object])["status"] == "completed"
        assert gateway.stop() == 0
    assert run_quire(tmp_path / "home", "keys", "list").split()[2] == "first"


def test_a_second_start_makes_no_key(start: Start) -> None:
    first = start()
    first.stop()
    second = start(key=first.key)
    assert second.key == first.key
    assert second.client().models.list().data


def test_a_port_in_use_is_said_and_takes_no_key_along(gateway: Gateway, tmp_path: Path) -> None:
    port = gateway.address.split(":")[2].split("/")[0]
    with serving(tmp_path / "home", "--port", port, words=True) as other:
        assert other.process.wait(timeout=10) == 2
    with serving(tmp_path / "home") as next_one:
        assert next_one.client().models.list().data  # with the key that it has shown


def test_workers_leave_with_their_supervisor(start: Start) -> None:
    gateway = start("--workers", "2")
    assert gateway.client().models.list().data
    gateway.kill()
    assert gateway.process.stdout is not None
    assert gateway.process.stdout.read() == ""  # ends when the last worker has gone


def test_the_door_describes_itself_to_anybody(gateway: Gateway) -> None:
    address = gateway.address.removesuffix("/v1")
    described = httpx2.get(f"{address}/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    told = described["paths"]["/v1/responses"]["post"]["summary"]
    assert told.startswith("Answer a request: as one object, as a stream")
    assert httpx2.get(f"{address}/health").json() == {"status": "ok"}
    assert httpx2.get(f"{address}/metrics").status_code == 401


def test_every_worker_finds_what_another_made_a_moment_ago(start: Start) -> None:
    gateway = start("--workers", "2")
    # Every request goes over a connection of its own, so to either worker.
    headers = {"authorization": f"Bearer {gateway.key}", "connection": "close"}
    with httpx2.Client(base_url=gateway.address, headers=headers, timeout=60) as client:
        for number in range(4):
            hello = {"model": "quire/mini", "input": f"hello {number}"}
            made = client.post("/responses", json=hello).json()
            path, said = f"/responses/{made['id']}", made["output"][-1]["id"]
            thanks = [{"type": "item_reference", "id": said}, {"role": "user", "content": "thanks"}]
            seen = (
                client.get(path).status_code,
                client.get(f"{path}/input_items").status_code,
                client.post(
                    "/responses", json={"model": "quire/mini", "input": thanks}
                ).status_code,
                client.delete(path).status_code,
                client.get(path).status_code,
            )
            assert seen == (200, 200, 200, 200, 404)
