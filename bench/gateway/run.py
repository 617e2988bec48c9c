"""CPU time that a gateway spends on a request, side by side with peers in one run.

    PYTHONPATH=src python bench/gateway/run.py [--requests 2000] [--rounds 3]

Every contender stands between the same client and the same upstream and is measured by the CPU
time of its processes (user and system), so that the load of the machine does not matter much.
A peer that is not installed is left out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TICK = 1_000_000 / os.sysconf("SC_CLK_TCK")
CONNECTIONS = 16
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream up {{ server 127.0.0.1:{upstream}; keepalive 64; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_buffering off;
    }}
  }}
}}
"""
LITELLM = """
model_list:
  - model_name: bench
    litellm_params: {{model: openai/bench, api_base: "http://127.0.0.1:{upstream}/v1", api_key: x}}
general_settings: {{master_key: sk-bench}}
"""


@dataclass(frozen=True)
class Contender:
    """A running gateway."""

    port: int
    key: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Return the CPU time of a process and its children in microseconds."""
    total = 0.0
    waiting = [process.pid]
    while waiting:
        pid = waiting.pop()
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) * TICK
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        waiting += map(int, children)
    return total


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the resident memory of a process in MB."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@contextmanager
def running(
    command: list[str], port: int, key: str = "sk-bench", environment: dict[str, str] | None = None
) -> Iterator[Contender]:
    """Run a program until the block ends; it is ready when its port takes connections."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Contender(port, key, process)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def quire(folder: Path, upstream: int) -> Iterator[Contender]:
    """Run this gateway: keys, state, routing and metering are on."""
    port = free_port()
    environment = {
        "QUIRE_HOME": str(folder),
        "OPENAI_API_KEY": "sk-upstream",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{upstream}/v1",
    }
    made = subprocess.run(
        [sys.executable, "-m", "quire", "keys", "create", "bench"],
        env={**os.environ, **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    command = [sys.executable, "-m", "quire", "serve", "--port", str(port)]
    with running(command, port, made.stdout.strip(), environment) as contender:
        yield contender


@contextmanager
def nginx(folder: Path, upstream: int) -> Iterator[Contender]:
    """Run nginx as a plain proxy: no keys, no state, no metering."""
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, upstream=upstream))
    with running(["nginx", "-c", str(config), "-p", str(folder)], port) as contender:
        yield contender


@contextmanager
def litellm(folder: Path, upstream: int) -> Iterator[Contender]:
    """Run LiteLLM's proxy with one model and a master key."""
    port = free_port()
    config = folder / "litellm.yaml"
    config.write_text(LITELLM.format(upstream=upstream))
    command = ["litellm", "--config", str(config), "--port", str(port)]
    with running(command, port) as contender:
        yield contender


PEERS: dict[str, Callable[[Path, int], object]] = {"nginx": nginx, "litellm": litellm}


def request_of(contender: Contender, path: str, body: dict[str, object]) -> bytes:
    """Return the bytes of one request."""
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {contender.key}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


async def ask(contender: Contender, request: bytes, count: int) -> None:
    """Send `count` requests over a few connections, one after the other on each."""
    share = count // CONNECTIONS
    await asyncio.gather(*(_ask(contender.port, request, share) for _ in range(CONNECTIONS)))


async def _ask(port: int, request: bytes, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    for _ in range(count):
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(head + await reader.read(500))
        if b"content-length: " in head:
            await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        else:
            await reader.readuntil(b"\r\n0\r\n\r\n")
    writer.close()


def measure(contender: Contender, request: bytes, count: int, rounds: int) -> float:
    """Return the least CPU time of a request over some rounds, in microseconds."""
    asyncio.run(ask(contender, request, CONNECTIONS * 4))
    found = []
    for _ in range(rounds):
        before = cpu(contender.process)
        asyncio.run(ask(contender, request, count))
        found.append((cpu(contender.process) - before) / (count // CONNECTIONS * CONNECTIONS))
    return min(found)


STORED = {"model": "openai/bench", "input": "hi", "stream": True}
CASES = {
    "responses, stream of 58 events": ("/v1/responses", {**STORED, "store": False}),
    "responses, stream, stored": ("/v1/responses", STORED),
    "responses, whole": ("/v1/responses", {**STORED, "stream": False, "store": False}),
}
ENGINE = ("/v1/responses", {"model": "quire/mini", "input": "hi", "store": False})


def main() -> None:
    """Run every contender and print what a request costs each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    upstream = free_port()
    serve = [sys.executable, str(HERE / "upstream.py"), str(upstream)]
    contenders: dict[str, Callable[[Path, int], object]] = {"quire": quire} | {
        name: start for name, start in PEERS.items() if shutil.which(name)
    }
    with running(serve, upstream):
        for name, start in contenders.items():
            with tempfile.TemporaryDirectory() as folder:
                folder_path = Path(folder)
                folder_path.chmod(0o755)
                with start(folder_path, upstream) as contender:  # type: ignore[attr-defined]
                    report(name, contender, given.requests, given.rounds)


def report(name: str, contender: Contender, requests: int, rounds: int) -> None:
    """Print the figures of one contender."""
    cases = dict(CASES) | ({"engine, whole": ENGINE} if name == "quire" else {})
    for case, (path, body) in cases.items():
        count = requests if name != "litellm" else requests // 20
        microseconds = measure(contender, request_of(contender, path, body), count, rounds)
        sys.stdout.write(f"{name:8} {case:32} {microseconds:8.0f} µs CPU a request\n")
    sys.stdout.write(f"{name:8} memory {memory(contender.process):6.0f} MB\n")


if __name__ == "__main__":
    main()
