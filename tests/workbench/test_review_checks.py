"""Each check of a review: what it finds in a change, and what it lets pass."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from quire.workbench.review_checks import ALONE, AROUND
from quire.workbench.review_diff import ChangedFile, Comparison
from quire.workbench.review_index import Index
from quire.workbench.review_news import News
from quire.workbench.review_view import View


def found(before: str, after: str, path: str = "m.py") -> list[str]:
    """Return the checks that find something in a change of one file."""
    file = ChangedFile(path, textwrap.dedent(before), textwrap.dedent(after))
    assert file.tree is not None
    view = View(file, file.tree)
    nowhere = Path("/nonexistent")
    news, index = News(Comparison(nowhere, "", [file])), Index(nowhere)
    alone = [
        (check.id, spot)
        for check, find in ALONE
        for spot in news.among(view, find)
        if check.in_tests or not view.is_test
    ]
    around = [(check.id, spot) for check, find in AROUND for spot in find(view, index)]
    return sorted(
        name
        for name, spot in [*alone, *around]
        if file.diff & set(range(spot.first, spot.last + 1))
    )


def suggestions(after: str) -> list[dict[str, object] | None]:
    """Return what the checks suggest for a new file, one for each finding."""
    file = ChangedFile("m.py", None, after)
    assert file.tree is not None
    view = View(file, file.tree)
    return [spot.suggestion for _, find in ALONE for spot in find(view)]


FLAWS = [
    ("swallowed-error", "def f():\n    try:\n        g()\n    except Exception:\n        pass\n"),
    ("swallowed-error", "def f():\n    try:\n        g()\n    except:\n        return None\n"),
    ("wrong-handler", "try:\n    g()\nexcept KeyError or ValueError:\n    h()\n"),
    ("mutable-default", "def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)\n"),
    ("shadowed-name", "def f(x):\n    list = x\n    return list(range(3))\n"),
    ("reused-loop-variable", "for i in a:\n    for i in b:\n        print(i)\n"),
    ("unreachable-code", "def f():\n    return 1\n    g()\n"),
    ("literal-identity", "def f(x):\n    return x is 'a'\n"),
    ("assert-on-tuple", "def f(x):\n    assert (x, 'x is missing')\n"),
    ("missing-f-prefix", "def f(name):\n    return 'no {name} here'\n"),
    ("none-result", "def f(a):\n    b = list(a)\n    return b.sort()\n"),
    ("ignored-result", "def f(a):\n    a.strip()\n    return a\n"),
    ("ignored-result", "def f(a):\n    a == 1\n    return a\n"),
    ("unused-value", "def f(a):\n    b = g(a)\n    return a\n"),
    ("unused-import", "import os\n"),
    ("unclosed-resource", "def f(p):\n    return open(p).read()\n"),
    ("unclosed-resource", "def f(p):\n    file = open(p)\n    return file.read()\n"),
    ("lock-not-released", "def f(lock):\n    lock.acquire()\n    g()\n    lock.release()\n"),
    ("repeated-condition", "def f(a):\n    if a:\n        g()\n    elif a:\n        h()\n"),
    ("repeated-condition", "def f(a):\n    return a == 'x' or 'y'\n"),
    ("repeated-condition", "def f(a):\n    return a != 1 or a != 2\n"),
    ("repeated-condition", "T = {'a': 1, 'a': 2}\n"),
    ("past-the-end", "def f(a):\n    for i in range(len(a) + 1):\n        g(a[i])\n"),
    ("past-the-end", "def f(a):\n    return [a[i + 1] for i in range(len(a))]\n"),
    ("past-the-end", "def f(a):\n    return a[len(a)]\n"),
    ("division-by-zero", "def f(a):\n    return sum(a) / len(a)\n"),
    ("changed-while-read", "def f(a):\n    for x in a:\n        a.remove(x)\n"),
    ("none-used", "def f(a):\n    if a is None:\n        return a.name\n"),
    ("late-binding", "def f(a):\n    for x in a:\n        g.append(lambda: x)\n"),
    ("blocking-in-async", "import time\nasync def f():\n    time.sleep(1)\n"),
    ("falls-off", "def f(a) -> int:\n    if a:\n        return 1\n"),
    ("missing-self", "class A:\n    def f():\n        return 1\n"),
    ("sql-from-parts", "def f(c, x):\n    c.execute(f\"SELECT a FROM t WHERE b = '{x}'\")\n"),
    ("sql-from-parts", "def f(c, x):\n    c.execute('DELETE FROM t WHERE b = %s' % x)\n"),
    ("shell-from-parts", "import os\ndef f(x):\n    os.system('rm ' + x)\n"),
    ("code-from-input", "def f(x):\n    return eval(x)\n"),
    ("code-from-input", "import yaml\ndef f(x):\n    return yaml.load(x)\n"),
    ("secret-in-code", "PASSWORD = 'hR4!kd93Lq'\n"),
    ("weak-random", "import random\ndef f():\n    token = random.random()\n    return token\n"),
    ("weak-hash", "import hashlib\ndef f(password):\n    return hashlib.md5(password)\n"),
    ("timing-leak", "def f(mac, signature):\n    return mac.hexdigest() == signature\n"),
    ("unsafe-archive", "import tarfile\ndef f(p):\n    with tarfile.open(p) as t:\n"
                       "        t.extractall()\n"),
    ("unchecked-peer", "import requests\ndef f(u):\n"
                       "    return requests.get(u, verify=False, timeout=3)\n"),
    ("careless-call", "import requests\ndef f(u):\n    return requests.get(u)\n"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "text"), FLAWS)
def test_a_flaw_is_found(check: str, text: str) -> None:
    assert check in found("", text)


@pytest.mark.parametrize(("check", "text"), FLAWS)
def test_what_was_there_before_is_not_the_change(check: str, text: str) -> None:
    assert found(text, f"{text}\n\nLAST = 1\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    try:\n        g()\n    except KeyError:\n        pass\n",
        "def f():\n    try:\n        g()\n    except Exception:\n        h()\n        raise\n",
        "def f(x, seen=None):\n    seen = seen or []\n    seen.append(x)\n    return seen\n",
        "def f(x, kinds=['a']):\n    return x in kinds\n",
        "def f():\n    return\n    yield\n",
        "def f(x):\n    return x is None\n",
        "def f(x):\n    return x != x\n",
        "def f(name):\n    return 'no {name} here'.format(name=name)\n",
        "def f(p):\n    with open(p) as file:\n        return file.read()\n",
        "def f(p):\n    file = open(p)\n    return file\n",
        "def f(lock):\n    lock.acquire()\n    try:\n        g()\n    finally:\n"
        "        lock.release()\n",
        "def f(a):\n    return [a[i + 1] for i in range(len(a) - 1)]\n",
        "def f(a):\n    return [a[i + 1] for i in range(len(a)) if i + 1 < len(a)]\n",
        "def f(a):\n    if not a:\n        return 0\n    return sum(a) / len(a)\n",
        "def f(a):\n    for x in list(a):\n        a.remove(x)\n",
        "def f(a):\n    for x in a:\n        if x:\n            a.remove(x)\n            break\n",
        "def f(a):\n    for x in a:\n        g.append(lambda x=x: x)\n",
        "def f(a) -> int:\n    if a:\n        return 1\n    raise KeyError(a)\n",
        "T = 'accounts'\ndef f(c, x):\n    c.execute(f'SELECT a FROM {T} WHERE b = ?', (x,))\n",
        "import subprocess\ndef f(x):\n    subprocess.run(['rm', x], check=True)\n",
        "PASSWORD = 'change-me-please'\n",
        "import os\nTOKEN = os.environ['TOKEN']\n",
        "import random\ndef f(a):\n    return random.choice(a)\n",
        "import hashlib\ndef f(data):\n    return hashlib.md5(data)\n",
        "import os  # noqa: F401\n\n\ndef f():\n    return 1\n",
    ],
)
def test_sound_code_is_left_alone(text: str) -> None:
    assert found("", text) == []


def test_a_condition_turned_round_is_found() -> None:
    before = "def f(a):\n    if a in b:\n        g()\n    return a\n"
    assert found(before, before.replace("a in b", "a not in b")) == ["inverted-condition"]


def test_a_check_that_is_gone_is_found() -> None:
    before = "def f(a):\n    if a < 0:\n        raise ValueError(a)\n    return g(a)\n"
    after = "def f(a):\n    return g(a)\n"
    assert found(before, after) == ["removed-check"]


def test_a_check_that_moved_is_not_missed() -> None:
    before = "def f(a):\n    if a < 0:\n        raise ValueError(a)\n    return g(a)\n"
    after = (
        "def f(a):\n    check(a)\n    return g(a)\n\n\n"
        "def check(a):\n    if a < 0:\n        raise ValueError(a)\n"
    )
    assert found(before, after) == []


def test_a_weakened_assertion_is_found() -> None:
    before = "def test_f():\n    assert f(1) == 2\n"
    after = "def test_f():\n    assert f(1) is not None\n"
    assert found(before, after, "tests/test_m.py") == ["test-weakened"]


def test_a_new_expected_value_is_no_weaker() -> None:
    before = "def test_f():\n    assert f(1) == 2\n"
    assert found(before, before.replace("2", "3"), "tests/test_m.py") == []


def test_a_skipped_test_is_found() -> None:
    before = "import pytest\n\n\ndef test_f():\n    assert f(1) == 2\n"
    after = before.replace("def test_f", "@pytest.mark.skip\ndef test_f")
    assert found(before, after, "tests/test_m.py") == ["test-skipped"]


HELD = "def f():\n    try:\n        g()\n    except Exception:\n        pass\n"


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        # Flaws that were there before: indented, moved to another function's place, spelt anew.
        (HELD, "if True:\n" + textwrap.indent(HELD, "    "), "m.py"),
        (HELD, "def a():\n    return 1\n\n\n" + HELD, "m.py"),
        # Functions of one name that are not one another.
        (
            "class A:\n    @property\n    def x(self):\n        return 1\n",
            "class A:\n    @property\n    def x(self):\n        return 1\n\n"
            "    @x.setter\n    def x(self, value):\n        self.y = value\n",
            "m.py",
        ),
        (
            "def f(g):\n    def wrapper(a):\n        return g(a)\n    return wrapper\n",
            "def f(g):\n    def wrapper(a):\n        return g(a)\n    return wrapper\n\n\n"
            "def h(g):\n    def wrapper(a):\n        g(a)\n    return wrapper\n",
            "m.py",
        ),
        (
            "def f(a):\n    return [a]\n",
            "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\n"
            "def f(a):\n    return [a]\n",
            "m.py",
        ),
        # None for None, and a wrapper that hands on what it gets.
        ("def f(a):\n    return a.b\n",
         "def f(a):\n    if a is None:\n        return None\n    return a.b\n", "m.py"),
        (
            "def f(g):\n    def w(*a, **k):\n        return g(*a, **k)\n    return w\n",
            "def f(g):\n    def w(*a, **k):\n        if g.off:\n            return\n"
            "        return g(*a, **k)\n    return w\n",
            "m.py",
        ),
        # What never comes back.
        ("", "def f(a) -> int:\n    if a:\n        return a\n    sys.exit(2)\n"
             "import sys\n", "m.py"),
        ("", "def f(a) -> int:\n    for b in a:\n        return b\n    else:\n"
             "        raise ValueError\n", "m.py"),
        ("", "def f(a) -> int:\n    while True:\n        for b in a:\n            break\n"
             "        else:\n            return 1\n", "m.py"),
        # Other kinds than texts replace and capitalize in place.
        ("", "def f(a):\n    a.replace('x', 'y')\n", "m.py"),
        ("", "def f(a):\n    a.capitalize(force=True)\n", "m.py"),
        # Texts that are filled in later.
        ("", "@mark('{a}')\ndef f(a):\n    return a\n", "m.py"),
        ("", "def f(a, text='{a}'):\n    return g(a, text)\n", "m.py"),
        # Tests may ask for what programs must not.
        ("", "import pickle\ndef test_f(a):\n    assert pickle.loads(a.data)\n", "tests/test_m.py"),
        ("", "def test_f(a):\n    str(a)\n    assert a == a\n", "tests/test_m.py"),
        # Data of its own, and loaders of its own.
        ("", "import pickle\ndef f(a):\n    return pickle.loads(pickle.dumps(a))\n", "m.py"),
        ("", "import yaml\nclass L(yaml.SafeLoader):\n    pass\n"
             "def f(a):\n    return yaml.load(a, L)\n", "m.py"),
        # Whether there is such a name, or such an error.
        ("", "try:\n    xrange\nexcept NameError:\n    xrange = range\n", "m.py"),
        ("", "def f(a):\n    try:\n        b = int(a)\n    except ValueError:\n"
             "        return False\n    return True\n", "m.py"),
        # As strong as before.
        ("def test_f():\n    assert f(1) == True\n", "def test_f():\n    assert f(1)\n",
         "tests/test_m.py"),
        ("def test_f():\n    assert f(1) != None\n", "def test_f():\n    assert f(1) is not None\n",
         "tests/test_m.py"),
        ("def test_f():\n    assert type(f(1)) == int\n",
         "def test_f():\n    assert isinstance(f(1), int)\n", "tests/test_m.py"),
        ("def test_f():\n    a = f(1)\n    assert len(g) == 2\n",
         "def test_f():\n    a = f(1)\n    assert a == 1\n", "tests/test_m.py"),
        # An index that is there to fail.
        ("", "def test_f(a):\n    try:\n        a[len(a)]\n    except IndexError:\n"
             "        pass\n", "tests/test_m.py"),
        # Checks of the interpreter, and what is kept from call to call on purpose.
        ("import sys\ndef f(a):\n    if sys.version_info < (3, 8):\n        raise ValueError\n"
         "    return a\n", "import sys\ndef f(a):\n    return a\n", "m.py"),
        ("", "def f(a, _cache={}):\n    _cache[a] = 1\n    return _cache\n", "m.py"),
    ],
)  # fmt: skip
def test_what_sound_changes_hold_is_left_alone(before: str, after: str, path: str) -> None:
    assert found(before, after, path) == []


def test_a_second_flaw_in_a_function_that_had_one_is_found() -> None:
    twice = HELD + HELD.partition("\n")[2]
    assert found(HELD, twice) == ["swallowed-error"]


def test_a_text_that_is_replaced_for_nothing_is_found() -> None:
    before = "def f(a: str):\n    return a\n"
    after = "def f(a: str):\n    a.replace('x', 'y')\n    return a\n"
    assert found(before, after) == ["ignored-result"]
