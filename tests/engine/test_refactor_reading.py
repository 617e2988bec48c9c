"""Refactorings in whatever words: names whose roles the words between them tell."""

from __future__ import annotations

import pytest

from quire.engine.refactor_orders import read_wish
from quire.protocol.items import Json


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the function calc_sum should rather be compute_sum",
            {
                "do": "rename",
                "name": "calc_sum",
                "kind": "function",
                "place": "",
                "to": "compute_sum",
            },
        ),
        (
            "in auth.py there's a variable usr_nm, it should be called user_name",
            {
                "do": "rename",
                "name": "usr_nm",
                "kind": "variable",
                "place": "auth.py",
                "to": "user_name",
            },
        ),
        (
            "class Mgr is called Mgr but should be Manager",
            {"do": "rename", "name": "Mgr", "kind": "class", "place": "", "to": "Manager"},
        ),
        (
            "I want to have the class DataHandler called Repository everywhere",
            {
                "do": "rename",
                "name": "DataHandler",
                "kind": "class",
                "place": "",
                "to": "Repository",
            },
        ),
        (
            "getData() -> fetch_data()",
            {"do": "rename", "name": "getData", "kind": "", "place": "", "to": "fetch_data"},
        ),
        (
            "new name for getData: fetch_data",
            {"do": "rename", "name": "getData", "kind": "", "place": "", "to": "fetch_data"},
        ),
        (
            "the module helpers needs to be called utils",
            {"do": "rename", "name": "helpers", "kind": "module", "place": "", "to": "utils"},
        ),
        (
            "do_stuff is a bad name. import_orders would be better, please rename",
            {"do": "rename", "name": "do_stuff", "kind": "", "place": "", "to": "import_orders"},
        ),
        (
            "please give the function do_stuff the name import_orders",
            {
                "do": "rename",
                "name": "do_stuff",
                "kind": "function",
                "place": "",
                "to": "import_orders",
            },
        ),
        (
            "the parameter x of area() is better named width",
            {"do": "rename", "name": "x", "kind": "parameter", "place": "area", "to": "width"},
        ),
        (
            "MAX_CONN in config.py -> MAX_CONNECTIONS, it's a constant",
            {
                "do": "rename",
                "name": "MAX_CONN",
                "kind": "",
                "place": "config.py",
                "to": "MAX_CONNECTIONS",
            },
        ),
        (
            "typo: load_cfg must be load_config",
            {"do": "rename", "name": "load_cfg", "kind": "", "place": "", "to": "load_config"},
        ),
        (
            "correct the spelling of fetch_usr to fetch_user",
            {"do": "rename", "name": "fetch_usr", "kind": "", "place": "", "to": "fetch_user"},
        ),
        (
            "can we please call the Service class in services.py OrderService?",
            {
                "do": "rename",
                "name": "Service",
                "kind": "class",
                "place": "services.py",
                "to": "OrderService",
            },
        ),
        (
            "i'd prefer the old_api module to be named legacy_api",
            {"do": "rename", "name": "old_api", "kind": "module", "place": "", "to": "legacy_api"},
        ),
        (
            "rename Cart.add => Cart.add_item",
            {"do": "rename", "name": "Cart.add", "kind": "", "place": "", "to": "add_item"},
        ),
        (
            "renaming total() to grand_total() please, incl. docs",
            {"do": "rename", "name": "total", "kind": "", "place": "", "to": "grand_total"},
        ),
        (
            "Refactor mail.py: function send becomes send_mail",
            {
                "do": "rename",
                "name": "send",
                "kind": "function",
                "place": "mail.py",
                "to": "send_mail",
            },
        ),
        (
            "compute_totl is misspelled, change to compute_total",
            {
                "do": "rename",
                "name": "compute_totl",
                "kind": "",
                "place": "",
                "to": "compute_total",
            },
        ),
        (
            "the name get_data says nothing. Rename the function get_data as load_rows",
            {
                "do": "rename",
                "name": "get_data",
                "kind": "function",
                "place": "",
                "to": "load_rows",
            },
        ),
        (
            "parse_date belongs to utils/dates.py",
            {"do": "move", "name": "parse_date", "kind": "", "place": "", "to": "utils/dates.py"},
        ),
        (
            "parse_date is in a.py, should be in utils/dates.py",
            {
                "do": "move",
                "name": "parse_date",
                "kind": "",
                "place": "a.py",
                "to": "utils/dates.py",
            },
        ),
        (
            "class Mailer: from app.py to notify.py",
            {"do": "move", "name": "Mailer", "kind": "class", "place": "app.py", "to": "notify.py"},
        ),
        (
            "move slugify out of views.py and into text.py",
            {"do": "move", "name": "slugify", "kind": "", "place": "views.py", "to": "text.py"},
        ),
        (
            "get slugify from views.py over to text.py",
            {"do": "move", "name": "slugify", "kind": "", "place": "views.py", "to": "text.py"},
        ),
        (
            "can the LIMIT constant go to settings.py?",
            {"do": "move", "name": "LIMIT", "kind": "constant", "place": "", "to": "settings.py"},
        ),
        (
            "main.py contains read_csv, which belongs in io.py",
            {"do": "move", "name": "read_csv", "kind": "", "place": "main.py", "to": "io.py"},
        ),
        (
            "from main.py to io.py: move read_csv",
            {"do": "move", "name": "read_csv", "kind": "", "place": "main.py", "to": "io.py"},
        ),
        (
            "take read_csv out of main.py, put it into io.py",
            {"do": "move", "name": "read_csv", "kind": "", "place": "main.py", "to": "io.py"},
        ),
        (
            "module helpers.py should live in package core",
            {
                "do": "move",
                "name": "helpers",
                "kind": "module",
                "place": "helpers.py",
                "to": "core",
            },
        ),
        (
            "we want the function to_json moved to serial.py",
            {"do": "move", "name": "to_json", "kind": "function", "place": "", "to": "serial.py"},
        ),
        (
            "make the function to_json part of serial.py",
            {"do": "move", "name": "to_json", "kind": "function", "place": "", "to": "serial.py"},
        ),
        (
            "to_json would be better placed in serial.py",
            {"do": "move", "name": "to_json", "kind": "", "place": "", "to": "serial.py"},
        ),
        (
            "lines 10-20 in app.py: extract as load",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "app.py lines 10 to 20 are a function of their own, call it load",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "in app.py, take lines 10-20 and make them a new function load",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "split off lines 10-20 of app.py as `load`",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "app.py:10-20 -> load()",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "I'd like lines 10 through 20 of app.py pulled out into a helper called load",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "please factor lines 10-20 (app.py) out, name: load",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "new function load from app.py 10-20",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "the code in lines 10 to 20 of app.py should go into its own function. Call it load.",
            {"do": "extract", "place": "app.py", "first": 10, "last": 20, "to": "load"},
        ),
        (
            "get rid of the variable tmp in compute",
            {"do": "inline", "name": "tmp", "kind": "variable", "place": "compute"},
        ),
        (
            "the temporary variable tmp in compute is unnecessary, inline it",
            {"do": "inline", "name": "tmp", "kind": "variable", "place": "compute"},
        ),
        (
            "_wrap() is only used once, inline it please",
            {"do": "inline", "name": "_wrap", "kind": "", "place": ""},
        ),
        (
            "fold the helper _wrap into its callers",
            {"do": "inline", "name": "_wrap", "kind": "function", "place": ""},
        ),
        (
            "the function _wrap should disappear, put its body where it is called",
            {"do": "inline", "name": "_wrap", "kind": "function", "place": ""},
        ),
        (
            "the constant PI2 isn't worth it, inline",
            {"do": "inline", "name": "PI2", "kind": "constant", "place": ""},
        ),
        (
            "variable is_ok in check(): use the expression directly",
            {"do": "inline", "name": "is_ok", "kind": "variable", "place": "check"},
        ),
        (
            "connect() needs another parameter timeout, default 30",
            {
                "do": "signature",
                "name": "connect",
                "kind": "",
                "place": "",
                "steps": [{"add": "timeout", "default": "30", "annotation": ""}],
            },
        ),
        (
            "new parameter timeout=30 for connect",
            {
                "do": "signature",
                "name": "connect",
                "kind": "",
                "place": "",
                "steps": [{"add": "timeout", "default": "30", "annotation": ""}],
            },
        ),
        (
            "connect should get a timeout parameter with default 30",
            {
                "do": "signature",
                "name": "connect",
                "kind": "",
                "place": "",
                "steps": [{"add": "timeout", "default": "30", "annotation": ""}],
            },
        ),
        (
            "extend connect() with a parameter timeout (default 30)",
            {
                "do": "signature",
                "name": "connect",
                "kind": "",
                "place": "",
                "steps": [{"add": "timeout", "default": "30", "annotation": ""}],
            },
        ),
        (
            "every call of connect should be able to pass a timeout: add the parameter timeout to connect",  # noqa: E501
            {
                "do": "signature",
                "name": "connect",
                "kind": "",
                "place": "",
                "steps": [{"add": "timeout", "default": None, "annotation": ""}],
            },
        ),
        (
            "give `connect` a new keyword argument `retries` default 3",
            {
                "do": "signature",
                "name": "connect",
                "kind": "",
                "place": "",
                "steps": [{"add": "retries", "default": "3", "annotation": ""}],
            },
        ),
        (
            "please introduce an argument retries=3 in connect()",
            {
                "do": "signature",
                "name": "connect",
                "kind": "",
                "place": "",
                "steps": [{"add": "retries", "default": "3", "annotation": ""}],
            },
        ),
        (
            "run() has a parameter verbose that nobody uses, remove it",
            {
                "do": "signature",
                "name": "run",
                "kind": "",
                "place": "",
                "steps": [{"remove": "verbose"}],
            },
        ),
        (
            "the verbose argument of run is not used, delete it",
            {
                "do": "signature",
                "name": "run",
                "kind": "",
                "place": "",
                "steps": [{"remove": "verbose"}],
            },
        ),
        (
            "get verbose out of the signature of run",
            {
                "do": "signature",
                "name": "run",
                "kind": "",
                "place": "",
                "steps": [{"remove": "verbose"}],
            },
        ),
        (
            "run: drop parameter verbose",
            {
                "do": "signature",
                "name": "run",
                "kind": "",
                "place": "",
                "steps": [{"remove": "verbose"}],
            },
        ),
        (
            "we don't need the parameter verbose of run any more, take it out",
            {
                "do": "signature",
                "name": "run",
                "kind": "",
                "place": "",
                "steps": [{"remove": "verbose"}],
            },
        ),
        (
            "parameter verbose in run is dead, please remove",
            {
                "do": "signature",
                "name": "run",
                "kind": "",
                "place": "",
                "steps": [{"remove": "verbose"}],
            },
        ),
        (
            "copy(src, dst) should be copy(dst, src)",
            {
                "do": "signature",
                "name": "copy",
                "kind": "",
                "place": "",
                "steps": [{"order": ["dst", "src"]}],
            },
        ),
        (
            "the parameters of copy should be in the order b, a, c",
            {
                "do": "signature",
                "name": "copy",
                "kind": "",
                "place": "",
                "steps": [{"order": ["b", "a", "c"]}],
            },
        ),
        (
            "change copy(a, b, c) to copy(b, a, c)",
            {
                "do": "signature",
                "name": "copy",
                "kind": "",
                "place": "",
                "steps": [{"order": ["b", "a", "c"]}],
            },
        ),
        (
            "a and b of copy are the wrong way round, swap the parameters",
            {
                "do": "signature",
                "name": "copy",
                "kind": "",
                "place": "",
                "steps": [{"swap": ["a", "b"]}],
            },
        ),
        (
            "exchange the two arguments of copy()",
            {
                "do": "signature",
                "name": "copy",
                "kind": "",
                "place": "",
                "steps": [{"swap": ["0", "1"], "only": True}],
            },
        ),
        (
            "in copy, parameter b should come before a",
            {
                "do": "signature",
                "name": "copy",
                "kind": "",
                "place": "",
                "steps": [{"put": "b", "before": "a"}],
            },
        ),
        (
            "the argument b of copy belongs before a",
            {
                "do": "signature",
                "name": "copy",
                "kind": "",
                "place": "",
                "steps": [{"put": "b", "before": "a"}],
            },
        ),
    ],
)
def test_the_ingredients_are_found_wherever_they_stand(text: str, expected: Json) -> None:
    wish = read_wish(text)
    assert wish is not None and wish.order == expected
