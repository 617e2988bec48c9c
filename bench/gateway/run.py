"""CPU time that a gateway spends on a request, side by side with peers in one run.

    scripts/bench gateway [--requests 4000] [--rounds 3] [--streams 400] [--growth 100000]
                          [--install-routers] [--install-litellm]

Every contender stands between the same client and the same upstream and is measured by the CPU
time of its processes (user and system), so that the load of the machine does not matter much; they
take turns, round by round. A peer that is not installed is left out, with a word; the routers and
LiteLLM can be installed for the run.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from contenders import MODEL, PEERS, PRICED, Contender, Start, free_port, install, quire, running
from load import CONNECTIONS, ask, delays, request_of
from upstream import EVENTS, SLOW

HERE = Path(__file__).parent
CHAT: Mapping[str, object] = {"model": MODEL, "messages": [{"role": "user", "content": "hi"}]}
ASKED: Mapping[str, object] = {"model": MODEL, "input": "hi", "stream": True, "store": False}
# Name, the upstream's dialect, path, body.
Case = tuple[str, str, str, Mapping[str, object]]
CASES: tuple[Case, ...] = (
    ("chat, whole", "chat", "/v1/chat/completions", CHAT),
    ("chat, whole, a key with limits", "chat", "/v1/chat/completions", {**CHAT, "model": PRICED}),
    ("chat, stream of 58 events", "chat", "/v1/chat/completions", {**CHAT, "stream": True}),
    ("responses, stream of 58 events", "responses", "/v1/responses", ASKED),
    ("the same, stored", "responses", "/v1/responses", {**ASKED, "store": True}),
    ("responses over chat, translated", "chat", "/v1/responses", ASKED),
    ("chat over responses, translated", "responses", "/v1/chat/completions",
     {**CHAT, "stream": True}),
)  # fmt: skip
LIMITED = "chat, whole, a key with limits"
TRANSLATED = ("responses over chat, translated", "chat over responses, translated")
# Whoever can do what not everybody can.
ABLE = dict.fromkeys(TRANSLATED, ("quire", "litellm")) | {LIMITED: ("quire", "nginx")}


def measure(contender: Contender, request: bytes, count: int) -> float:
    """Return the CPU time of a request in microseconds."""
    before = contender.cpu()
    asyncio.run(ask(contender.port, request, count))
    return (contender.cpu() - before) / (count // CONNECTIONS * CONNECTIONS)


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
        installed(Path(folder), given)
        peers = contenders()
        table = costs(peers, upstream, given)
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
    parser.add_argument("--install-routers", action="store_true", help="in a folder for this run")
    return parser.parse_args()


def installed(folder: Path, given: argparse.Namespace) -> None:
    """Install the peers that are asked for, where they are not on the path."""
    missing = [peer for peer in PEERS if not shutil.which(peer.name)]
    for option in ("routers", "litellm"):
        wanted = [peer.package for peer in missing if peer.option == option]
        if wanted and getattr(given, f"install_{option}"):
            install(wanted, folder / option)


def contenders() -> dict[str, Start]:
    """Return who can run here; whoever cannot is named."""
    able: dict[str, Start] = {"quire": quire}
    for peer in PEERS:
        if shutil.which(peer.name):
            able[peer.name] = peer.start
        else:
            how = f"; --install-{peer.option} installs it for the run" if peer.option else ""
            say(f"{peer.name} is not installed and left out{how}.")
    return able


def costs(
    peers: Mapping[str, Start], upstream: int, given: argparse.Namespace
) -> dict[str, dict[str, float]]:
    """Return the microseconds of each contender by case, and tell its start and its memory."""
    table: dict[str, dict[str, float]] = {name: {} for name in peers}
    for dialect in ("chat", "responses"):
        cases = [case for case in CASES if case[1] == dialect]
        with ExitStack() as stack:
            fresh = {name: started(start, upstream, dialect) for name, start in peers.items()}
            running = {name: stack.enter_context(each) for name, each in fresh.items()}
            for name, contender in running.items():
                asyncio.run(ask(contender.port, request_of(contender.key, *cases[0][2:]), 16))
                spent = contender.cpu() / 1e6
                say(f"{name:14} first answers after {spent:.2f} s CPU, {contender.memory():.0f} MB")
            for case in cases:
                rounds(running, case, given, table)
            for name, contender in running.items():
                say(f"{name:14} after the run {contender.memory():.0f} MB")
    return table


def rounds(
    running: Mapping[str, Contender], case: Case, given: argparse.Namespace,
    table: Mapping[str, dict[str, float]],
) -> None:  # fmt: skip
    """Put the least cost of each contender over some rounds, which they share, into the table."""
    name, _, path, body = case
    able = [each for each in running if each in ABLE.get(name, running)]
    keys = {each: running[each].limited if name == LIMITED else running[each].key for each in able}
    for each in able:
        asyncio.run(ask(running[each].port, request_of(keys[each], path, body), 64))
    for each in able * given.rounds:
        request = request_of(keys[each], path, body)
        count = given.requests // (100 if each == "litellm" else 1)
        cost = measure(running[each], request, count)
        table[each][name] = min(cost, table[each].get(name, cost))


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
    direct = delays(upstream, request, streams)
    say(f"{streams} streams of 50 events a second, straight: median delay {direct:.2f} ms")
    for name, start in peers.items():
        with started(start, upstream, "chat") as contender:
            request = request_of(contender.key, "/v1/chat/completions", CHAT)
            asyncio.run(ask(contender.port, request, CONNECTIONS))  # the start is told elsewhere
            before = contender.cpu()
            request = request_of(contender.key, "/v1/chat/completions", body)
            found = delays(contender.port, request, streams)
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
