"""The gateways that are compared: this one, nginx as a plain proxy, two routers, and LiteLLM."""

from __future__ import annotations

import dataclasses
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = 1_000_000 / os.sysconf("SC_CLK_TCK")
STARTING = 120.0
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null;
events {{ worker_connections 2048; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  keepalive_requests 10000000;
  upstream up {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 10000000; }}
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
  - model_name: {model}
    litellm_params: {{model: openai/bench, api_base: "http://127.0.0.1:{upstream}/v1", api_key: x}}
general_settings: {{master_key: sk-bench}}
"""
MODEL = "openai/bench"
# A model whose price is known: a key with a budget may ask for it.
PRICED = "gpt-5.1-codex-mini"
LIMITS = (
    "--total", "1000000", "--per-minute", "1000000000", "--tokens-per-minute", "1000000000",
)  # fmt: skip


@dataclass(frozen=True)
class Contender:
    """A running gateway; `limited` is a key with a budget and rates, where it has such."""

    port: int
    key: str
    process: subprocess.Popen[bytes]
    limited: str = ""

    def cpu(self) -> float:
        """Return the CPU time of its processes in microseconds."""
        return cpu(self.process)

    def memory(self) -> float:
        """Return the resident memory of its processes in MB."""
        return sum(map(_resident, _family(self.process.pid)))


Start = Callable[[Path, int, str], AbstractContextManager[Contender]]


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Return the CPU time of a process and its children in microseconds."""
    total = 0.0
    for pid in _family(process.pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) * TICK
    return total


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


@contextmanager
def running(
    command: list[str], port: int, key: str = "sk-bench",
    environment: Mapping[str, str] | None = None,
) -> Iterator[Contender]:  # fmt: skip
    """Run a program until the block ends; it is ready when its port takes connections."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + STARTING
        while time.monotonic() < end and process.poll() is None:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield Contender(port, key, process)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def quire(folder: Path, upstream: int, dialect: str) -> Iterator[Contender]:
    """Run this gateway before an upstream of a dialect: keys, state, routes and meters are on."""
    port = free_port()
    environment = {
        "QUIRE_HOME": str(folder),
        "OPENAI_API_KEY": "sk-upstream",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{upstream}/v1",
    }
    keys = [
        subprocess.run(
            [sys.executable, "-m", "quire", "keys", "create", *options],
            env={**os.environ, **environment}, capture_output=True, text=True, check=True,
        ).stdout.strip()
        for options in (("bench",), ("limited", *LIMITS))
    ]  # fmt: skip
    command = [sys.executable, "-m", "quire", "serve", "--port", str(port)]
    command += ["-c", f"models.dialect={dialect}"]
    with running(command, port, keys[0], environment) as contender:
        yield dataclasses.replace(contender, limited=keys[1])


@contextmanager
def nginx(folder: Path, upstream: int, dialect: str) -> Iterator[Contender]:
    """Run nginx as a plain proxy: no keys, no state, no metering."""
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, upstream=upstream))
    with running(["nginx", "-c", str(config), "-p", str(folder)], port) as contender:
        yield contender


@contextmanager
def vllm_router(folder: Path, upstream: int, dialect: str) -> Iterator[Contender]:
    """Run vLLM's router (Rust) before one worker: no keys, no state, its own counts."""
    with _routing(["vllm-router"], upstream) as contender:
        yield contender


@contextmanager
def sglang_router(folder: Path, upstream: int, dialect: str) -> Iterator[Contender]:
    """Run SGLang's router (Rust) before one worker: no keys, no state, its own counts."""
    with _routing(["sglang-router", "launch"], upstream) as contender:
        yield contender


@contextmanager
def _routing(program: list[str], upstream: int) -> Iterator[Contender]:
    port = free_port()
    command = [*program, "--host", "127.0.0.1", "--port", str(port), "--policy", "round_robin",
               "--worker-urls", f"http://127.0.0.1:{upstream}", "--log-level", "error",
               "--prometheus-host", "127.0.0.1", "--prometheus-port", str(free_port())]  # fmt: skip
    with running(command, port) as contender:
        yield contender


@contextmanager
def litellm(folder: Path, upstream: int, dialect: str) -> Iterator[Contender]:
    """Run LiteLLM's proxy with one model and a master key."""
    port = free_port()
    config = folder / "litellm.yaml"
    config.write_text(LITELLM.format(upstream=upstream, model=MODEL))
    local = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "PYTHONPATH": ""}
    command = ["litellm", "--config", str(config), "--port", str(port)]
    with running(command, port, environment=local) as contender:
        yield contender


@dataclass(frozen=True)
class Peer:
    """A gateway to be compared with: its program, how to run it, and how it is installed."""

    name: str
    start: Start
    package: str = ""
    option: str = ""


PEERS = (
    Peer("nginx", nginx),
    Peer("vllm-router", vllm_router, "vllm-router", "routers"),
    Peer("sglang-router", sglang_router, "sglang-router", "routers"),
    Peer("litellm", litellm, "litellm[proxy]", "litellm"),
)


def install(packages: Sequence[str], folder: Path) -> None:
    """Install programs from their registry in a folder, and put them on the path of this run."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(folder / "bin/pip"), "install", "-q", *packages], capture_output=True)
    os.environ["PATH"] = f"{os.environ['PATH']}:{folder / 'bin'}"
