"""Orders for a refactoring in the words that people use, and orders that are none."""

from __future__ import annotations

import pytest

from quire.engine.refactor_orders import read_wish
from quire.protocol.items import Json


def _target(name: str, kind: str = "", place: str = "") -> Json:
    return {"name": name, "kind": kind, "place": place}


def renamed(name: str, to: str, kind: str = "", place: str = "") -> Json:
    """Return the order for another name."""
    return {"do": "rename", **_target(name, kind, place), "to": to}


def moved(name: str, to: str, kind: str = "", place: str = "") -> Json:
    """Return the order for another module."""
    return {"do": "move", **_target(name, kind, place), "to": to}


def extracted(place: str, first: int, last: int, to: str) -> Json:
    """Return the order for a function of some lines."""
    return {"do": "extract", "place": place, "first": first, "last": last, "to": to}


def inlined(name: str, kind: str = "", place: str = "") -> Json:
    """Return the order for a meaning in the place of its name."""
    return {"do": "inline", **_target(name, kind, place)}


def signed(name: str, *steps: Json, kind: str = "") -> Json:
    """Return the order for other parameters."""
    return {"do": "signature", **_target(name, kind), "steps": list(steps)}


def added(name: str, default: str | None, annotation: str = "") -> Json:
    """Return the step for a new parameter."""
    return {"add": name, "default": default, "annotation": annotation}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "rename the `process` function to `process_order`",
            renamed("process", "process_order", "function"),
        ),
        ("rename a to b", renamed("a", "b")),
        (
            "rename variable m.py::Box.grow.fresh to more",
            renamed("Box.grow.fresh", "more", "variable", "m.py"),
        ),
        ("inline variable m.py::Box.grow.more", inlined("Box.grow.more", "variable", "m.py")),
        ("Rename the User class to Account please", renamed("User", "Account", "class")),
        ("rename method foo of class Bar to baz", renamed("foo", "baz", "method", "Bar")),
        (
            "rename the add method of Cart in shop/cart.py to put",
            renamed("Cart.add", "put", "method", "shop/cart.py"),
        ),
        ("rename getUser -> get_user to follow PEP 8", renamed("getUser", "get_user")),
        ("rename a function called foo to bar", renamed("foo", "bar", "function")),
        (
            "rename variable `d` to `days_left` in utils/dates.py",
            renamed("d", "days_left", "variable", "utils/dates.py"),
        ),
        ("change the function name from foo to bar", renamed("foo", "bar", "function")),
        ("change the name of class `Foo` to `Bar` everywhere", renamed("Foo", "Bar", "class")),
        ("`foo` should be called `bar`", renamed("foo", "bar")),
        ("The class Cfg should be renamed to Config.", renamed("Cfg", "Config", "class")),
        (
            "I want the function `do_stuff` to be called `process_batch` from now on",
            renamed("do_stuff", "process_batch", "function"),
        ),
        (
            "give `tmp2` in parser.py a better name: `token_count`",
            renamed("tmp2", "token_count", "", "parser.py"),
        ),
        ("The name `x1` says nothing. Rename it to `left_edge`.", renamed("x1", "left_edge")),
        ("pls rename Cart's method add to put", renamed("add", "put", "method", "Cart")),
        (
            "in models.py, rename the class Usr to User and fix the imports",
            renamed("Usr", "User", "class", "models.py"),
        ),
        ("s/get_data/load_rows/ in all files", renamed("get_data", "load_rows")),
        (
            "can you rename all occurrences of `foo_bar` to `foo_baz`?",
            renamed("foo_bar", "foo_baz"),
        ),
        ("rename the module utils to helpers", renamed("utils", "helpers", "module")),
        (
            "rename src/app/utils.py to src/app/text.py",
            renamed("utils", "text", "module", "src/app/utils.py"),
        ),
        (
            "rename the parameter `n` of `repeat` to `times`",
            renamed("n", "times", "parameter", "repeat"),
        ),
        (
            "rename argument n in repeat() to times, callers too",
            renamed("n", "times", "argument", "repeat"),
        ),
        (
            "rename kwarg `cb` of `on_event` to `callback`",
            renamed("cb", "callback", "parameter", "on_event"),
        ),
        ("use the name `total_price` instead of `tp`", renamed("tp", "total_price")),
        (
            "Refactor: rename `Manager` to `Registry` across the codebase, and make sure the "
            "tests still pass",
            renamed("Manager", "Registry"),
        ),
        (
            "let's rename load() to load_settings() because there are too many loads",
            renamed("load", "load_settings"),
        ),
        ("ok, rename foo to bar", renamed("foo", "bar")),
        ("rename `foo` to `bar` - no behaviour changes please", renamed("foo", "bar")),
        (
            "We have a style guide now. Please rename `MAXSIZE` to `MAX_SIZE`, thanks!",
            renamed("MAXSIZE", "MAX_SIZE"),
        ),
        (
            "move the function `slugify` from utils.py into text/slugs.py",
            moved("slugify", "text/slugs.py", "function", "utils.py"),
        ),
        (
            "move the `slugify` function out of utils.py into text/slugs.py and update imports",
            moved("slugify", "text/slugs.py", "function", "utils.py"),
        ),
        (
            "put class Invoice into its own module billing/invoice.py",
            moved("Invoice", "billing/invoice.py", "class"),
        ),
        ("`parse_url` belongs in net/urls.py, move it there", moved("parse_url", "net/urls.py")),
        (
            "The class `Cache` is in app/misc.py. Move it to app/cache.py.",
            moved("Cache", "app/cache.py", "class", "app/misc.py"),
        ),
        (
            "transfer DEFAULT_PORT from settings.py to net/constants.py",
            moved("DEFAULT_PORT", "net/constants.py", "", "settings.py"),
        ),
        (
            "`Money` should live in money.py instead of models.py",
            moved("Money", "money.py", "", "models.py"),
        ),
        (
            "move utils.py into the package shop.core",
            moved("utils", "shop.core", "module", "utils.py"),
        ),
        ("extract class Foo from a.py into b.py", moved("Foo", "b.py", "class", "a.py")),
        ("move get_token to the auth module", moved("get_token", "auth")),
        (
            "make a helper function `norm` out of lines 12-20 in text.py",
            extracted("text.py", 12, 20, "norm"),
        ),
        (
            "pull lines 5 to 9 of app/a.py out into a new function called load_rows",
            extracted("app/a.py", 5, 9, "load_rows"),
        ),
        (
            "in app/a.py extract lines 5-9 into `load_rows`",
            extracted("app/a.py", 5, 9, "load_rows"),
        ),
        ("extract app/a.py:5-9 to a function load_rows", extracted("app/a.py", 5, 9, "load_rows")),
        (
            "factor out lines 30\u201344 from `report.py` as method `_sum_rows()`",
            extracted("report.py", 30, 44, "_sum_rows"),
        ),
        (
            "refactor the code in lines 3 through 8 of x.py into a separate function named "
            "`check_input`",
            extracted("x.py", 3, 8, "check_input"),
        ),
        (
            "create a function `price_of` from lines 5-7 in shop/ex.py",
            extracted("shop/ex.py", 5, 7, "price_of"),
        ),
        ("inline the `tmp` variable in normalize", inlined("tmp", "variable", "normalize")),
        ("please inline `is_ok()` into its callers", inlined("is_ok")),
        ("`_wrap` is only used once, inline it", inlined("_wrap")),
        ("replace all calls of `_double` with its body", inlined("_double")),
        (
            "eliminate the temp variable `res` in `run`, return the expression directly",
            inlined("res", "variable", "run"),
        ),
        ("inline function get_x and remove its definition", inlined("get_x", "function")),
        ("inline the constant `LIMIT_TWO`", inlined("LIMIT_TWO", "constant")),
        (
            "add an optional parameter `timeout` (default None) to `fetch`",
            signed("fetch", added("timeout", "None")),
        ),
        (
            "add a `timeout` parameter to `fetch` with a default of 30",
            signed("fetch", added("timeout", "30")),
        ),
        ("give `fetch` a new keyword argument retries=3", signed("fetch", added("retries", "3"))),
        (
            "add `verbose: bool = False` as a parameter to run()",
            signed("run", added("verbose", "False", "bool")),
        ),
        (
            "`connect` should take an additional argument `ssl=True`",
            signed("connect", added("ssl", "True")),
        ),
        (
            "extend save() with a param `overwrite` defaulting to False",
            signed("save", added("overwrite", "False")),
        ),
        (
            "add arg limit=10 to method Store.find",
            signed("Store.find", added("limit", "10"), kind="method"),
        ),
        (
            "make the function load accept an optional encoding='utf-8' argument",
            signed("load", added("encoding", "'utf-8'"), kind="function"),
        ),
        ("add the parameters `a=1` and `b=2` to f", signed("f", added("a", "1"), added("b", "2"))),
        (
            'Introduce a parameter `currency: str = "EUR"` in format_price',
            signed("format_price", added("currency", '"EUR"', "str")),
        ),
        ("make `verbose` keyword only in run", signed("run", {"keyword": ["verbose"]})),
        ("make a and b keyword-only parameters of f", signed("f", {"keyword": ["a", "b"]})),
        (
            "turn the parameter unit of area into a keyword-only argument",
            signed("area", {"keyword": ["unit"]}),
        ),
        ("make area take unit only by keyword", signed("area", {"keyword": ["unit"]})),
        ("unit of area should be keyword-only", signed("area", {"keyword": ["unit"]})),
        (
            "unit should become a keyword-only parameter of area",
            signed("area", {"keyword": ["unit"]}),
        ),
        ("make all parameters of area keyword-only", signed("area", {"keyword": ["*"]})),
        (
            "add a keyword-only parameter unit=None to area",
            signed("area", {**added("unit", "None"), "named": True}),
        ),
        (
            "rename the enum member NEW of Status to OPEN",
            renamed("NEW", "OPEN", "attribute", "Status"),
        ),
        (
            "rename the member NEW of the enum Status to OPEN",
            renamed("NEW", "OPEN", "attribute", "Status"),
        ),
        (
            "rename class variable unit of Shape to measure",
            renamed("unit", "measure", "attribute", "Shape"),
        ),
        (
            "rename the instance variable unit of Shape to measure",
            renamed("unit", "measure", "attribute", "Shape"),
        ),
        (
            "rename method get_row of Parameter to as_row",
            renamed("get_row", "as_row", "method", "Parameter"),
        ),
        ("remove the `debug` flag parameter from run", signed("run", {"remove": "debug"})),
        (
            "remove parameters `a` and `b` from function f",
            signed("f", {"remove": "a"}, {"remove": "b"}, kind="function"),
        ),
        ("get rid of the unused argument `ctx` in `render`", signed("render", {"remove": "ctx"})),
        (
            "The parameter `verbose` of `load` is never used, remove it",
            signed("load", {"remove": "verbose"}),
        ),
        (
            "delete the kwarg legacy from Client.get, nobody passes it",
            signed("Client.get", {"remove": "legacy"}),
        ),
        ("drop load_all's `strict` parameter", signed("load_all", {"remove": "strict"})),
        (
            "remove `flags` from the signature of `compile_all`",
            signed("compile_all", {"remove": "flags"}),
        ),
        (
            "change the parameter order of `resize` to (image, width, height)",
            signed("resize", {"order": ["image", "width", "height"]}),
        ),
        ("swap the parameters `a` and `b` of `sub`", signed("sub", {"swap": ["a", "b"]})),
        (
            "swap width and height in the signature of resize",
            signed("resize", {"swap": ["width", "height"]}),
        ),
        (
            "put the parameter `key` before `default` in `lookup`",
            signed("lookup", {"put": "key", "before": "default"}),
        ),
        (
            "move the parameter `logger` of `run_job` to the end",
            signed("run_job", {"put": "logger", "after": ""}),
        ),
        (
            "make `path` the first parameter of `write_file`",
            signed("write_file", {"put": "path", "before": ""}),
        ),
        ("rename `Foo.bar()` => `Foo.baz()`", renamed("Foo.bar", "baz")),
        (
            "Rename the constant TIMEOUT in settings.py to DEFAULT_TIMEOUT and update all "
            "references to it.",
            renamed("TIMEOUT", "DEFAULT_TIMEOUT", "constant", "settings.py"),
        ),
        ("do a project wide rename of `Spam` to `Eggs`", renamed("Spam", "Eggs")),
        (
            "`format_date` should be moved from app/views.py to app/formatting.py",
            moved("format_date", "app/formatting.py", "", "app/views.py"),
        ),
        (
            "Lines 40 to 60 of report.py should become a function `render_header`",
            extracted("report.py", 40, 60, "render_header"),
        ),
        (
            "add parameter logger=None to the constructor of Service",
            signed("Service.__init__", added("logger", "None")),
        ),
        ("inline `helper` everywhere and remove it", inlined("helper")),
        (
            "call the method `do_it` on Runner `execute` from now on",
            renamed("do_it", "execute", "method", "Runner"),
        ),
        (
            "`calc` is a terrible name, change it to `compute_interest` in all files",
            renamed("calc", "compute_interest"),
        ),
        ("inline function `_helper` and delete it", inlined("_helper", "function")),
        (
            "Swap the order of the first two parameters of `copy_tree(dst, src)`, callers included",
            signed("copy_tree", {"swap": ["0", "1"]}),
        ),
        (
            "I'd like the param `fmt` of `export_table` to be named `output_format` instead.",
            renamed("fmt", "output_format", "parameter", "export_table"),
        ),
        (
            "The function `send_mail` lives in app/views.py, which makes no sense. Please put it "
            "in app/notifications.py and update all the imports.",
            moved("send_mail", "app/notifications.py", "function", "app/views.py"),
        ),
        (
            "drop the `encoding` argument of read_config, it's always utf-8 anyway; adjust the "
            "calls",
            signed("read_config", {"remove": "encoding"}),
        ),
        (
            "s/customer_id/client_id/ as parameter name in orders.create_order",
            renamed("customer_id", "client_id", "parameter", "orders.create_order"),
        ),
        (
            "make `reorder(items, key, reverse)` take `reverse` before `key`",
            signed("reorder", {"put": "reverse", "before": "key"}),
        ),
        (
            "relocate the constant-parsing function `read_consts` to constants/io.py",
            moved("read_consts", "constants/io.py", "function"),
        ),
        (
            "turn lines 101\u2013130 in `engine.py` into their own method `_apply_rules`",
            extracted("engine.py", 101, 130, "_apply_rules"),
        ),
        (
            "rename package module `migrate.py` into `upgrade.py` and correct the imports",
            renamed("migrate", "upgrade", "module", "migrate.py"),
        ),
        (
            "get rid of the local variable `result_list` in `collect`, use the expression directly",
            inlined("result_list", "variable", "collect"),
        ),
    ],
)
def test_a_refactoring_is_read_from_the_words_that_people_use(text: str, expected: Json) -> None:
    wish = read_wish(text)
    assert wish is not None and wish.order == expected


def test_a_new_argument_is_passed_on_where_the_order_says_so() -> None:
    wish = read_wish("add a parameter `timeout=30` to `connect` and pass it on from all callers")
    assert wish is not None
    assert wish.order == signed("connect", {**added("timeout", "30"), "passed": True})


@pytest.mark.parametrize(
    "text",
    [
        "rename variables to snake_case",
        "rename all functions to snake_case",
        "rename README.md to README.rst",
        "rename the column name to title",
        "rename foo to bar but keep the old name as an alias",
        "rename `foo` to something better",
        "rename the button to Save",
        "move the button to the right",
        "move on to the next task",
        "move the tests to a subfolder",
        "put the results into results.json",
        "add a limit parameter to the /users endpoint",
        "add an argument to the cli",
        "add a timeout option to the http client",
        "remove the debug flag",
        "remove the unused imports from utils.py",
        "remove `foo` from the list",
        "drop the email column from the users table",
        "inline the css",
        "extract the text from the pdf",
        "extract the common code into a base class",
        "swap the two images",
        "call the function foo with bar",
        "Steps:\n- rename a.py to b.py\n- import b\nExpected: works\nActual: ImportError",
        "the rename of Config to Settings broke test_settings.py, fix it",
        "I renamed foo to bar and now the tests fail",
        "what happens if I rename foo to bar?",
        "change the default of timeout in connect to 60",
        "change `x` to 5 in config.py",
        "change the return type of foo to int",
        "make foo take a list instead of a tuple",
        "rename foo to bar and deploy",
        "is_leap(1900) should be False",
        "add a parameter to the function",
        "rename foo to bar only in a.py",
        "make `total` return an int",
        "change the color of the header to blue",
        "the settings page should be called preferences",
        "rename foo to bar. Also write tests for bar.",
        "write tests for rename_user",
        "give me a better name for `foo`",
        "use snake_case names instead of camelCase",
        "move to python 3.12",
        "rename the project to foo",
        "make the name attribute optional",
        "swap the arguments",
        "turn the script into a package",
        "Why is `foo` called `foo`? ",
        "remove the parameter from the url",
        "add argument parsing to main.py",
        "move all constants to constants.py",
        "rename a to b and c to d",
        "change the class to a dataclass",
        "Move `foo` and `bar` from a.py to b.py",
        "make `verbose` keyword only",
        "Rename Column a to b in the csv",
        "change the signature of foo to foo(b, a)",
        "rename class Foo \u2192 Bar and its file foo.py \u2192 bar.py",
        "rename the `id` column to `uuid`",
        "add `foo` to `__all__` in a.py",
        "split utils.py into two modules",
        "the endpoint should accept a `limit` parameter",
        "rename foo to bar in all files except tests",
    ],
)
def test_what_is_no_refactoring_or_an_unclear_one_is_left_to_others(text: str) -> None:
    assert read_wish(text) is None
