"""Checks of a review that compare with what was there before, or with what formats take."""

from __future__ import annotations

import pytest

from tests.workbench.test_review_checks import found

NEW = [
    ("debugger-left", "def f(a):\n    breakpoint()\n    return a\n"),
    ("debugger-left", "import pdb\ndef f(a):\n    pdb.set_trace()\n    return a\n"),
    ("debug-output", "def f(a):\n    print('DEBUG', a)\n    return a\n"),
    ("debug-output", "def f(a):\n    print(f'xxx {a}')\n    return a\n"),
    ("date-format", "def f(a):\n    return a.strftime('%Y-%M-%d')\n"),
    ("date-format", "def f(a):\n    return a.strftime('%Y-%m-%d %H:%m')\n"),
    ("message-format", "import logging\ndef f(a):\n    logging.info('%s of %s', a)\n"),
    ("message-format", "import logging\ndef f(log, a):\n    log.info('x', a)\n"),
    ("message-format", "def f(a, b):\n    return '%s' % (a, b)\n"),
    ("dropped-task", "import asyncio\nasync def f(a):\n    asyncio.create_task(a())\n"),
    ("sql-from-parts", "def f(c, x):\n    return c.query('DELETE FROM %s' % x)\n"),
    ("sql-from-parts", "from sqlalchemy import text\ndef f(x):\n"
                       "    return text(f'SELECT a FROM t WHERE b = {x}')\n"),
    ("shell-from-parts", "import subprocess\ndef f(x):\n"
                         "    return subprocess.run(' '.join(x), shell=True)\n"),
    ("unclosed-resource", "from contextlib import contextmanager\n@contextmanager\ndef f(p):\n"
                          "    yield open(p)\n"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "text"), NEW)
def test_a_flaw_is_found(check: str, text: str) -> None:
    assert check in found("", text)
    assert found(text, f"{text}\n\nLAST = 1\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "def f(a):\n    print('Debug mode is on', a)\n    print('Here are your orders')\n",
        "def f(a):\n    return a.strftime('%Y-%m-%d %H:%M:%S %p')\n",
        "def f(a):\n    return a.strftime('%M:%S'), a.strftime('%H%M%d'), a.strftime('%d.%m.%y')\n",
        "import logging\ndef f(a):\n    logging.info('%s of %5.2f%%', a, 2)\n",
        "import logging\ndef f(a):\n    logging.info('%(x)s', a)\n    logging.info('%*d', 3, a)\n",
        "from loguru import logger\ndef f(a):\n    logger.info('{}', a)\n",
        "def f(a, b):\n    return '%s %s' % (a, b), '%s' % a, '%s %s' % (*a, *b)\n",
        "import asyncio\nasync def f(a):\n    b = asyncio.create_task(a())\n    await b\n",
        "def f(c, x):\n    return c.query(f'names of {x}'), c.text('select ' + x)\n",
        "def f(c, x):\n    return c.query(f'DELETE FROM {quote_name(x)}')\n",
        "import shlex, subprocess\ndef f(x):\n"
        "    return subprocess.run(shlex.join(x), shell=True)\n",
        "def f(p):\n    yield open(p)\n",
    ],
)
def test_sound_code_is_left_alone(text: str) -> None:
    assert found("", text) == []


LOCKED = """\
class A:
    def f(self, a):
        with self._lock:
            self.items.append(a)
            self.count += 1
        return a
"""
TAKEN = """\
def f(self, a):
    self.lock.acquire()
    self.items.append(a)
    self.lock.release()
"""
LEAVES = "    if not a:\n        "
WAITING = "async def f(a):\n    b = await a.read()\n    return b\n"
LISTED = "def f(a) -> list[str]:\n    return [b for b in a]\n"
OWNER = """\
class A:
    def drop(self, a):
        self.items.remove(a)

    def f(self):
        for a in self.items.copy():
            self.drop(a)
"""
AWAITABLE = "def f(a):\n    b = yield from a\n    return b\n"
SAFE = "import hmac\n\n\ndef f(a, b):\n    return hmac.compare_digest(a, b)\n"


@pytest.mark.parametrize(
    ("check", "before", "old", "new"),
    [
        ("lock-removed", LOCKED, "            self.count", "        self.count"),
        ("lock-removed", LOCKED, "        with self._lock:\n            self.items.append(a)\n    ",
         "        self.items.append(a)\n"),
        ("lock-not-released", TAKEN, "    self.items", f"{LEAVES}return\n    self.items"),
        ("missing-await", WAITING, "await a.read", "a.read"),
        ("changed-result", LISTED, "[b for b in a]", "(b for b in a)"),
        ("changed-result", LISTED, "[b for b in a]", "map(str, a)"),
        ("changed-result", AWAITABLE, "    return b\n", "    a.b = b\n"),
        ("changed-while-read", OWNER, "self.items.copy()", "self.items"),
        ("timing-leak", SAFE, "hmac.compare_digest(a, b)", "a == b"),
    ],
)  # fmt: skip
def test_what_a_change_loses_is_found(check: str, before: str, old: str, new: str) -> None:
    assert old in before
    assert check in found(before, before.replace(old, new, 1))


@pytest.mark.parametrize(
    ("before", "old", "new"),
    [
        (LOCKED, "        with self._lock:", "        self._lock.acquire()\n        if True:"),
        (LOCKED, "with self._lock:", "with self._lock, self.other:"),
        (TAKEN, "    self.items", f"{LEAVES}self.lock.release()\n        return\n    self.items"),
        (WAITING, "b = await a.read()", "b = await wait_for(a.read(), 3)"),
        (WAITING, "b = await a.read()", "c = a.read()\n    b = await c"),
        (LISTED, "[b for b in a]", "list(a)"),
    ],
)  # fmt: skip
def test_what_a_change_keeps_is_left_alone(before: str, old: str, new: str) -> None:
    assert old in before
    names = {"lock-removed", "missing-await", "changed-result"}
    assert names.isdisjoint(found(before, before.replace(old, new, 1)))
