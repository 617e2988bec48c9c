"""Ordinary work goes on behind the walls, in each tier that promises it."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import shutil
import socketserver
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import replace

from quire.sandbox.clauses import WORKS
from quire.sandbox.git import git
from quire.sandbox.policy import Policy, toolchain_roots
from quire.sandbox.runner import Command, Outcome, Sandbox

HERE = "127.0.0.2"
LOOP = f"{sys.executable} -I"

ASYNCIO = """
import asyncio, sys
async def main():
    processes = [await asyncio.create_subprocess_exec(
        sys.executable, '-I', '-S', '-c', 'print(42)', stdout=asyncio.subprocess.PIPE)
        for _ in range(4)]
    outputs = await asyncio.gather(*(p.communicate() for p in processes))
    reader = await asyncio.to_thread(lambda: [int(out) for out, _ in outputs])
    print(reader)
asyncio.run(main())
"""

MULTIPROCESSING = """
import multiprocessing
def double(x): return 2 * x
if __name__ == '__main__':
    with multiprocessing.get_context('fork').Pool(2) as pool:
        print(pool.map(double, [1, 2, 3]))
"""

SERVER = """
import http.server, threading, urllib.request
server = http.server.HTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(urllib.request.urlopen(f'http://127.0.0.1:{server.server_port}/').status)
"""

PTY = """
import os, pty
master, slave = pty.openpty()
os.write(slave, b'x')
print(os.read(master, 1))
"""

TRACE = """
import ctypes, os
libc = ctypes.CDLL(None)
child = os.fork()
if not child:
    libc.ptrace(0, 0, 0, 0)
    os.kill(os.getpid(), 19)
    os._exit(5)
os.waitpid(child, 0)
libc.ptrace(7, child, 0, 0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

COMPILE = """
set -e
printf 'int main(void) { return 6; }' > six.c
cc -o six six.c
set +e
./six
echo $?
"""

JOBS = {
    "os.fork, pipes, anonymous shared memory, TMPDIR": (
        f"{LOOP} -c 'import os, mmap, tempfile; m = mmap.mmap(-1, 9); d = tempfile.mkdtemp(); "
        'p = os.fork(); p or os._exit(m.write(b"x")); os.wait(); print(m[:1])\'',
        "b'x'\n",
    ),
    "asyncio and its subprocesses": (f"cat > p.py; {LOOP} p.py", "[42, 42, 42, 42]\n"),
    "multiprocessing locks and pools (POSIX semaphores)": (
        f"cat > p.py; {LOOP} p.py",
        "[2, 4, 6]\n",
    ),
    "a server on 127.0.0.1 and its client": (f"{LOOP} - 2>/dev/null", "200\n"),
    "pseudo-terminals": (f"{LOOP} -", "b'x'\n"),
    "programs that insist on /tmp instead of TMPDIR": ("echo x > /tmp/f && cat /tmp/f", "x\n"),
    "a debugger on the command's own processes": (f"{LOOP} -", "5\n"),
}
INPUT = {
    "asyncio and its subprocesses": ASYNCIO,
    "multiprocessing locks and pools (POSIX semaphores)": MULTIPROCESSING,
    "a server on 127.0.0.1 and its client": SERVER,
    "pseudo-terminals": PTY,
    "a debugger on the command's own processes": TRACE,
}


def run(policy: Policy, tier: str | None, script: str, stdin: str = "") -> Outcome:
    async def once() -> Outcome:
        async with await Sandbox.open(policy, only=tier) as sandbox:
            command = Command(("sh", "-c", script), stdin=stdin.encode(), seconds=60.0)
            return await sandbox.run(command)

    return asyncio.run(once())


@pytest.mark.parametrize("job", JOBS)
def test_what_the_table_says_of_ordinary_work(job: str, policy: Policy, tier: str) -> None:
    script, expected = JOBS[job]
    row = next(row for row in WORKS if row[0] == job)
    outcome = run(policy, tier, script, INPUT.get(job, ""))
    worked = outcome.stdout.decode() == expected
    assert worked == row[1 if tier == "bubblewrap" else 2], outcome


BROWSER = """
printf '<body style="background: rgb(1, 200, 3)">' > page.html
{python} -m http.server --bind 127.0.0.1 8123 > /dev/null 2>&1 &
until {python} -c 'import socket; socket.create_connection(("127.0.0.1", 8123))' 2> /dev/null
do tries=x$tries; [ "$tries" != xxxxxxxxxxxxxxxxxxxx ] || break; sleep 0.1
done
{browser} --headless --no-sandbox --disable-gpu --window-size=64,64 --screenshot=shot.png \\
    http://127.0.0.1:8123/page.html 2> /dev/null
head -c 4 shot.png | tail -c 3
"""


def browser() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), "")


@pytest.mark.skipif(not browser(), reason="no Chromium is installed")
def test_a_browser_takes_a_picture_of_a_local_page(policy: Policy, tier: str) -> None:
    script = BROWSER.format(python=f"{sys.executable} -I", browser=browser())
    row = next(row for row in WORKS if row[0].startswith("a headless browser"))
    outcome = run(policy, tier, script)
    assert (outcome.stdout == b"PNG") == row[1 if tier == "bubblewrap" else 2], outcome


def test_every_kind_of_work_is_tried() -> None:
    elsewhere = {
        "a headless browser (Chromium, with --no-sandbox) on a page of a local server",
        "pip and npm, from files of the workspace",
        "interpreters, compilers, pytest, git status and diff",
        "network through the proxy",
    }
    assert {row[0] for row in WORKS} == {*JOBS, *elsewhere}


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
def test_a_compiler(policy: Policy, tier: str) -> None:
    assert run(policy, tier, COMPILE).stdout == b"6\n"


def test_pytest(policy: Policy, tier: str) -> None:
    (policy.workspace / "test_x.py").write_text(
        "def test_x(tmp_path):\n    (tmp_path / 'x').touch()\n"
    )
    outcome = run(policy, tier, f"{sys.executable} -B -m pytest -q -p no:cacheprovider test_x.py")
    assert b"1 passed" in outcome.stdout, outcome


def test_git_reads_a_repository(policy: Policy, tier: str) -> None:
    for args in (["init", "-q", "-b", "main"], ["add", "a.txt"]):
        (policy.workspace / "a.txt").write_text("one\n")
        asyncio.run(git(args, work_tree=policy.workspace))
    (policy.workspace / "a.txt").write_text("two\n")
    outcome = run(policy, tier, "git status --short && git diff --stat")
    assert outcome.stdout.splitlines()[0] == b"AM a.txt", outcome
    assert b"1 insertion" in outcome.stdout
    assert outcome.findings == ()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a directory and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """Serve an empty directory on an address that only the proxy reaches."""
    directory = tmp_path / "index"
    directory.mkdir()

    def serve(request: object, address: object, server: socketserver.BaseServer) -> object:
        return Quiet(request, address, server, directory=str(directory))  # type: ignore[arg-type]

    server = ThreadingHTTPServer((HERE, 0), serve)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield directory, server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


WHEEL = {
    "tiny.py": "WORD = 'installed'\n",
    "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
    "tiny-1.0.dist-info/WHEEL": ("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
    "tiny-1.0.dist-info/RECORD": "",
}


def behind_proxy(policy: Policy, port: int) -> Policy:
    return replace(policy, network="proxy", hosts=(HERE,), networks=("127.0.0.0/8",), ports=(port,))


def make_wheel(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in WHEEL.items():
            archive.writestr(name, text)


def make_package(path: Path) -> dict[str, object]:
    """Pack a module for npm and return what its package.json says."""
    package: dict[str, object] = {"name": "tiny", "version": "1.0.0", "main": "index.js"}
    files = {"package.json": json.dumps(package), "index.js": "module.exports = 'installed'"}
    with tarfile.open(path, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return package


def test_pip_installs_from_the_workspace(policy: Policy, tier: str) -> None:
    make_wheel(policy.workspace / "wheels/tiny-1.0-py3-none-any.whl")
    base = Path(sys.executable).resolve()
    script = (
        f"{base} -m pip install -q --disable-pip-version-check --no-index --find-links wheels "
        f"--target lib tiny && PYTHONPATH=lib {base} -c 'import tiny; print(tiny.WORD)'"
    )
    wide = replace(policy, readable=(*policy.readable, *toolchain_roots(base)))
    assert run(wide, tier, script).stdout == b"installed\n"


@pytest.mark.skipif(not shutil.which("npm"), reason="no npm")
def test_npm_installs_from_the_workspace(policy: Policy, tier: str) -> None:
    make_package(policy.workspace / "tiny.tgz")
    (policy.workspace / "package.json").write_text('{"name": "big", "version": "1.0.0"}')
    script = (
        "npm install --silent --offline --no-audit --no-fund ./tiny.tgz "
        "&& node -e 'console.log(require(\"tiny\"))'"
    )
    tools = tuple(root for name in ("npm", "node") for root in roots_of(name))
    wide = replace(policy, readable=(*policy.readable, *tools))
    outcome = run(wide, tier, script)
    assert outcome.stdout == b"installed\n", outcome


def test_pip_installs_from_an_index_through_the_proxy(
    policy: Policy, index: tuple[Path, int]
) -> None:
    directory, port = index
    wheel = directory / "simple/tiny/tiny-1.0-py3-none-any.whl"
    make_wheel(wheel)
    (wheel.parent / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>')
    base = Path(sys.executable).resolve()
    script = (
        f"{base} -m venv env && env/bin/pip install -q --disable-pip-version-check "
        f"--index-url http://{HERE}:{port}/simple --trusted-host {HERE} tiny "
        "&& env/bin/python -c 'import tiny; print(tiny.WORD)'"
    )
    wide = replace(policy, readable=(*policy.readable, *toolchain_roots(base)))
    outcome = run(behind_proxy(wide, port), None, script)
    assert outcome.stdout == b"installed\n", outcome
    assert outcome.findings == ()


@pytest.mark.skipif(not shutil.which("npm"), reason="no npm")
def test_npm_installs_from_a_registry_through_the_proxy(
    policy: Policy, index: tuple[Path, int]
) -> None:
    directory, port = index
    package = make_package(directory / "tiny.tgz")
    data = (directory / "tiny.tgz").read_bytes()
    dist = {
        "tarball": f"http://{HERE}:{port}/tiny.tgz",
        "shasum": hashlib.sha1(data).hexdigest(),
    }
    document = {
        "name": "tiny",
        "dist-tags": {"latest": "1.0.0"},
        "versions": {"1.0.0": {**package, "dist": dist}},
    }
    (directory / "tiny").write_text(json.dumps(document))
    script = (
        f"npm install --silent --no-audit --no-fund --registry http://{HERE}:{port}/ tiny "
        "&& node -e 'console.log(require(\"tiny\"))'"
    )
    tools = tuple(root for name in ("npm", "node") for root in roots_of(name))
    wide = replace(policy, readable=(*policy.readable, *tools))
    outcome = run(behind_proxy(wide, port), None, script)
    assert outcome.stdout == b"installed\n", outcome


def roots_of(program: str) -> tuple[Path, ...]:
    found = shutil.which(program)
    return toolchain_roots(Path(found)) if found else ()
