"""The floor: the smallest agent there can be, on the standard library, for comparison.

    python floor.py BASE_URL PROMPT

It asks, runs each shell call without walls, sends the outputs back, and keeps nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator


def asked(address: str, items: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Yield the finished items of one answer."""
    body = json.dumps({"model": "floor", "input": items, "stream": True}).encode()
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(f"{address}/responses", body, headers)
    with urllib.request.urlopen(request) as answer:
        for line in answer:
            if line.startswith(b"data: {"):
                event = json.loads(line[6:])
                if event["type"] == "response.output_item.done":
                    yield event["item"]


def output(call: dict[str, object]) -> dict[str, object]:
    """Run the command of a call and return its output item."""
    command = json.loads(str(call["arguments"]))["command"]
    run = subprocess.run(command, shell=True, capture_output=True)
    told = f"exit code {run.returncode}\n{run.stdout.decode()}{run.stderr.decode()}"
    return {"type": "function_call_output", "call_id": call["call_id"], "output": told}


def main(address: str, prompt: str) -> None:
    """Ask and act until there is nothing to do."""
    items: list[dict[str, object]] = [{"role": "user", "content": prompt}]
    while True:
        said = [*asked(address, items)]
        items += said
        calls = [item for item in said if item["type"] == "function_call"]
        if not calls:
            return
        items += [output(call) for call in calls]


if __name__ == "__main__":
    main(*sys.argv[1:])
