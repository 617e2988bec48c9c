"""CPU time that a gateway spends on a request, side by side with peers in one run.

    scripts/bench gateway [--requests 4000] [--rounds 3] [--streams 400] [--growth 100000]
                          [--install-litellm]

Every contender stands between the same client and the same upstream and is measured by the CPU
time of its processes (user and system), so that the load of the machine does not matter much.
A peer that is not installed is left out, with a word; LiteLLM can be installed for the run.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from contenders import (
    MODEL,
    Contender,
    free_port,
    litellm,
    litellm_program,
    nginx,
    quire,
    running,
)
from load import CONNECTIONS, ask, delays, request_of
from upstream import EVENTS, SLOW

HERE = Path(__file__).parent
Start = Callable[[Path, int, str], AbstractContextManager[Contender]]
CHAT: Mapping[str, object] = {"model": MODEL, "messages": [{"role": "user", "content": "hi"}]}
ASKED: Mapping[str, object] = {"model": MODEL, "input": "hi", "stream": True, "store": False}
# Name, the upstream's dialect, path, body.
CASES: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
    ("chat, whole", "chat", "/v1/chat/completions", CHAT),
    ("chat, stream of 58 events", "chat", "/v1/chat/completions", {**CHAT, "stream": True}),
    ("responses, stream of 58 events", "responses", "/v1/responses", ASKED),
    ("the same, stored", "responses", "/v1/responses", {**ASKED, "store": True}),
    ("responses over chat, translated", "chat", "/v1/responses", ASKED),
    ("chat over responses, translated", "responses", "/v1/chat/completions",
     {**CHAT, "stream": True}),
)  # fmt: skip
TRANSLATED = ("responses over chat, translated", "chat over responses, translated")


def measure(contender: Contender, request: bytes, count: int, rounds: int) -> float:
    """Return the least CPU time of a request over some rounds, in microseconds."""
    asyncio.run(ask(contender.port, request, CONNECTIONS * 4))
    found = []
    for _ in range(rounds):
        before = contender.cpu()
        asyncio.run(ask(contender.port, request, count))
        found.append((contender.cpu() - before) / (count // CONNECTIONS * CONNECTIONS))
    return min(found)


@contextmanager
def started(start: Start, upstream: int, dialect: str) -> Iterator[Contender]:
    """Run a contender in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        with start(place, upstream, dialect) as contender:
            yield contender


def main() -> None:
    """Run every contender and print what a request costs each."""
    given = arguments()
    upstream = free_port()
    serve = [sys.executable, str(HERE / "upstream.py"), str(upstream)]
    with running(serve, upstream), tempfile.TemporaryDirectory() as folder:
        peers = contenders(Path(folder) / "litellm" if given.install_litellm else None)
        table = {name: costs(name, start, upstream, given) for name, start in peers.items()}
        say("")
        for case, *_ in CASES:
            say(f"{case:32} " + "  ".join(shown(name, case, table) for name in table))
        say("")
        if given.streams:
            slow_streams(upstream, given.streams, peers)
        if given.growth:
            growth(upstream, given.growth)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--streams", type=int, default=400, help="0 leaves slow streams out")
    parser.add_argument("--growth", type=int, default=100_000, help="requests; 0 leaves them out")
    parser.add_argument("--install-litellm", action="store_true", help="in a folder for this run")
    return parser.parse_args()


def contenders(folder: Path | None) -> dict[str, Start]:
    """Return who can run here; whoever cannot is named."""
    able: dict[str, Start] = {}
    if shutil.which("nginx"):
        able["nginx"] = nginx
    else:
        say("nginx is not installed and left out.")
    able["quire"] = quire
    if litellm_program(folder):
        able["litellm"] = litellm
    else:
        say("LiteLLM is not installed and left out; --install-litellm installs it for the run.")
    return able


def costs(name: str, start: Start, upstream: int, given: argparse.Namespace) -> dict[str, float]:
    """Return the microseconds of a contender by case, and tell its start and its memory."""
    found: dict[str, float] = {}
    for dialect in ("chat", "responses"):
        with started(start, upstream, dialect) as contender:
            first = next(each for each in CASES if each[1] == dialect)
            asyncio.run(ask(contender.port, request_of(contender.key, *first[2:]), CONNECTIONS))
            spent = contender.cpu() / 1e6
            say(f"{name:8} first answers after {spent:.2f} s CPU, {contender.memory():.0f} MB")
            for case, needed, path, body in CASES:
                if needed != dialect or (name == "nginx" and case in TRANSLATED):
                    continue
                count = given.requests // (100 if name == "litellm" else 1)
                request = request_of(contender.key, path, body)
                found[case] = measure(contender, request, count, given.rounds)
            say(f"{name:8} after the run {contender.memory():.0f} MB")
    return found


def shown(name: str, case: str, table: Mapping[str, Mapping[str, float]]) -> str:
    """Return what a request costs one contender, and how many times nginx's cost that is."""
    cost, least = table[name].get(case), table.get("nginx", {}).get(case)
    if cost is None:
        return f"{name} -"
    if case in TRANSLATED:
        return f"{name} {cost:.0f} µs ({cost / EVENTS:.0f} an event)"
    ratio = f" ({cost / least:.1f}x)" if least and name != "nginx" else ""
    return f"{name} {cost:.0f} µs{ratio}"


def slow_streams(upstream: int, streams: int, peers: Mapping[str, Start]) -> None:
    """Tell by how much tokens of many slow streams come later than without a gateway."""
    body = {**CHAT, "stream": True, "messages": [{"role": "user", "content": SLOW.decode()}]}
    request = request_of("sk-bench", "/v1/chat/completions", body)
    direct = asyncio.run(delays(upstream, request, streams))
    say(f"{streams} streams of 50 events a second, straight: median delay {direct:.2f} ms")
    for name, start in peers.items():
        with started(start, upstream, "chat") as contender:
            before = contender.cpu()
            request = request_of(contender.key, "/v1/chat/completions", body)
            found = asyncio.run(delays(contender.port, request, streams))
            each = (contender.cpu() - before) / (streams * EVENTS)
            say(f"  {name}: {found - direct:+.2f} ms, {each:.0f} µs CPU an event")


def growth(upstream: int, requests: int) -> None:
    """Tell by how much the memory grows over many requests, after some to warm up."""
    with started(quire, upstream, "chat") as contender:
        request = request_of(contender.key, "/v1/chat/completions", CHAT)
        asyncio.run(ask(contender.port, request, min(requests, 10_000)))
        before = contender.memory()
        asyncio.run(ask(contender.port, request, requests))
        grown = contender.memory() - before
        say(f"quire: {before:.0f} MB, {grown:+.1f} MB after {requests} more requests")


def say(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
