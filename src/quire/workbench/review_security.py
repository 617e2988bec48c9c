"""Checks of a review for holes: injection, secrets, weak randomness, unsafe input."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator

from .review_injection import value_of
from .review_view import Spot, View, dotted, short, spot

_SECRET_NAME = re.compile(
    r"(^|_)(password|passwd|pwd|secret|secret_key|api_?key|apikey|token|auth_token|access_key"
    r"|private_key|credentials?)$",
    re.IGNORECASE,
)
_SECRET_TEXT = re.compile(
    r"AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30,}|github_pat_\w{20,}|xox[abp]-[\w-]{10,}"
    r"|sk-[A-Za-z0-9_-]{20,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|AIza[\w-]{30,}"
)
_PLACEHOLDER = re.compile(
    r"change.?me|example|placeholder|your|dummy|xxx|test|fake|todo|none|default|\s|[<{$%]|^https?:"
    r"|\.\.\.|^[a-z_]+$",
    re.IGNORECASE,
)
_SENSITIVE = re.compile(
    r"password|passwd|token|secret|nonce|salt|otp|session|api_?key|csrf|signature|reset|verif",
    re.IGNORECASE,
)
_RANDOM = {
    "random.choice", "random.choices", "random.randint", "random.random", "random.randrange",
    "random.getrandbits", "random.sample", "random.uniform", "random.shuffle", "random.randbytes",
}  # fmt: skip
_LOADERS = {"pickle.load", "pickle.loads", "marshal.load", "marshal.loads", "dill.load",
            "dill.loads", "shelve.open", "jsonpickle.decode"}  # fmt: skip
_ENTROPY = 2.8  # bits a character; words lie below, generated keys above


def code_from_input(view: View) -> Iterator[Spot]:
    """Find input that is run as code."""
    for call in view.touched(ast.Call):
        name = view.called(call)
        if name in ("eval", "exec", "builtins.eval", "builtins.exec"):
            build = view.file.path.rpartition("/")[2] in ("setup.py", "conf.py")
            if call.args and not isinstance(call.args[0], ast.Constant) and not build:
                yield spot(
                    call,
                    f"`{name}` runs a value as code",
                    f"Whoever chooses `{short(call.args[0])}` chooses what this program does, for "
                    "example `__import__('os').system('…')`. Parse it (`ast.literal_eval`, `json`) "
                    "or look it up in a table.",
                )
        elif (name in _LOADERS or _is_unsafe_yaml(view, name, call)) and not _is_own(view, call):
            yield spot(
                call,
                "Loading this data can run code",
                f"`{short(call)}` creates any object that the data names, and runs code on the "
                "way. Whoever can write the data owns the process. Use JSON, or `yaml.safe_load`.",
            )


def _is_own(view: View, call: ast.Call) -> bool:
    """Say whether the data was written a moment ago: `pickle.loads(pickle.dumps(x))`."""
    data = value_of(view, call.args[0]) if call.args else None
    return isinstance(data, ast.Call) and view.called(data).rpartition(".")[2] == "dumps"


def _is_unsafe_yaml(view: View, name: str, call: ast.Call) -> bool:
    if name in ("yaml.unsafe_load", "yaml.full_load"):
        return name == "yaml.unsafe_load"
    loader = next((each.value for each in call.keywords if each.arg == "Loader"), None)
    given = loader or next(iter(call.args[1:]), None)
    if isinstance(given, ast.Name) and f"yaml.{given.id}" not in view.imports.values():
        return False  # a loader of the project's own
    safe = any("Safe" in ast.unparse(each.value) for each in call.keywords) or any(
        "Safe" in ast.unparse(each) for each in call.args[1:]
    )
    return name == "yaml.load" and not safe


def secret_in_code(view: View) -> Iterator[Spot]:
    """Find passwords and keys that are written down in the code."""
    for node in view.touched(ast.Constant):
        if not isinstance(node.value, str) or isinstance(view.parents.get(node), ast.Expr):
            continue
        known = _SECRET_TEXT.search(node.value)
        named = not view.is_test and _SECRET_NAME.search(_receiver(view, node) or "")
        if known or (named and _is_random(node.value)):
            yield spot(
                node,
                "Secret is written in the code",
                "Everyone who can read the repository, now or in its history, can use it. Take it "
                "from the environment or a secret store, and revoke this one.",
            )


def _receiver(view: View, node: ast.Constant) -> str:
    """Give the name that a text is given to: a variable, an attribute, an argument, a key."""
    user = view.parents.get(node)
    if isinstance(user, (ast.Assign, ast.AnnAssign)):
        targets = user.targets if isinstance(user, ast.Assign) else [user.target]
        target = targets[0]
        if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            return str(target.slice.value)
        return dotted(target).rpartition(".")[2]
    if isinstance(user, ast.keyword):
        return user.arg or ""
    if isinstance(user, ast.Dict) and node in user.values:
        key = user.keys[user.values.index(node)]
        return str(key.value) if isinstance(key, ast.Constant) else ""
    return ""


def _is_random(text: str) -> bool:
    if len(text) < 8 or _PLACEHOLDER.search(text):
        return False
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values()) >= _ENTROPY


def _purpose(view: View, node: ast.AST) -> str:
    """Give the words around a node that tell what it is for: its function and its target."""
    statement = view.statement(node)
    words = [getattr(view.function(node), "name", "")]
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        words += [dotted(each) for each in targets]
    words += [
        dotted(each) for each in ast.walk(node) if isinstance(each, (ast.Name, ast.Attribute))
    ]
    return " ".join(words)


def weak_random(view: View) -> Iterator[Spot]:
    """Find secrets drawn from a generator that can be predicted."""
    for call in view.touched(ast.Call):
        if view.called(call) in _RANDOM and _SENSITIVE.search(_purpose(view, call)):
            yield spot(
                call,
                "Secret is drawn from a predictable generator",
                f"`{short(call)}` repeats once a few outputs are known (Mersenne Twister), so the "
                "next secret can be computed. Use the module `secrets`.",
            )


def weak_hash(view: View) -> Iterator[Spot]:
    """Find passwords and signatures that rest on a broken or a fast hash."""
    for call in view.touched(ast.Call):
        name = view.called(call)
        weak = name in ("hashlib.md5", "hashlib.sha1")
        if name == "hashlib.new" and call.args and isinstance(call.args[0], ast.Constant):
            weak = call.args[0].value in ("md5", "sha1")
        excused = any(each.arg == "usedforsecurity" for each in call.keywords)
        if weak and not excused and _SENSITIVE.search(_purpose(view, call)):
            yield spot(
                call,
                f"`{name.rpartition('.')[2]}` is too weak for this",
                "Collisions are cheap and billions of guesses a second are possible. Use "
                "`hashlib.scrypt` for passwords, SHA-256 with `hmac` for signatures.",
            )


def compared_in_the_open(view: View) -> Iterator[Spot]:
    """Find signatures compared so that the time tells how much of them is right."""
    for node in view.touched(ast.Compare):
        if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)) or view.is_test:
            continue
        sides = [node.left, node.comparators[0]]
        if any(isinstance(each, ast.Constant) for each in sides):
            continue
        text = " ".join(map(ast.unparse, sides))
        named = re.search(r"hexdigest|\bdigest\(|signature|hmac|\bmac\b", text, re.IGNORECASE)
        if named or _was_safe(view, node):
            yield spot(
                node,
                "Comparison leaks a signature by its timing",
                f"`{short(node)}` ends at the first character that differs, so its duration tells "
                "how many are right. Use `hmac.compare_digest`.",
            )


def _was_safe(view: View, node: ast.Compare) -> bool:
    """Say whether the function compared by `compare_digest` before, and does not now."""
    function = view.function(node)
    old = view.before(function) if function else None
    if function is None or old is None:
        return False
    return "compare_digest(" in ast.unparse(old) and "compare_digest(" not in ast.unparse(function)


def unsafe_archive(view: View) -> Iterator[Spot]:
    """Find archives unpacked wherever their entries say."""
    for call in view.touched(ast.Call):
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "extractall":
            continue
        if any(each.arg == "filter" for each in call.keywords):
            continue
        if "tarfile" in view.imports.values() or "tarfile.open" in view.imports.values():
            yield spot(
                call,
                "Archive can write outside its folder",
                "An entry named `../../.ssh/authorized_keys` or a link is written where it says. "
                'Pass `filter="data"`.',
            )


def unchecked_peer(view: View) -> Iterator[Spot]:
    """Find connections that trust whoever answers."""
    for node in view.touched(ast.keyword):
        if (
            node.arg == "verify"
            and isinstance(node.value, ast.Constant)
            and node.value.value is False
        ):
            yield _unchecked(node)
    for call in view.touched(ast.Call):
        if view.called(call) == "ssl._create_unverified_context":
            yield _unchecked(call)
    for assignment in view.touched(ast.Assign):
        target = dotted(assignment.targets[0])
        off = ast.unparse(assignment.value) in ("False", "ssl.CERT_NONE")
        if off and target.endswith((".check_hostname", ".verify_mode", ".verify")):
            yield _unchecked(assignment)


def _unchecked(node: ast.AST) -> Spot:
    return spot(
        node,
        "Certificate of the peer is not checked",
        f"With `{short(node)}` anybody on the way can answer in the server's name, read and "
        "change what is sent. Leave verification on, and add a private authority by its file.",
    )


def careless_call(view: View) -> Iterator[Spot]:
    """Find calls with a known, safer form."""
    for call in view.touched(ast.Call):
        for is_meant, title, body in _CARELESS:
            if is_meant(view, call):
                yield spot(call, title, body)


def _is_racy_name(view: View, call: ast.Call) -> bool:
    return view.called(call) == "tempfile.mktemp"


def _is_endless_request(view: View, call: ast.Call) -> bool:
    head, _, verb = view.called(call).partition(".")
    sends = verb in ("get", "post", "put", "patch", "delete", "head", "request")
    return head == "requests" and sends and not any(
        each.arg in ("timeout", None) for each in call.keywords
    )  # fmt: skip


def _is_open_debugger(view: View, call: ast.Call) -> bool:
    debug = any(each.arg == "debug" and ast.unparse(each.value) == "True" for each in call.keywords)
    flask = any(name.lower().startswith("flask") for name in view.imports.values())
    return debug and flask and view.called(call).endswith(".run")


def _is_open_to_all(view: View, call: ast.Call) -> bool:
    mode = call.args[1] if len(call.args) == 2 else None
    number = mode.value if isinstance(mode, ast.Constant) else None
    return view.called(call) == "os.chmod" and isinstance(number, int) and bool(number & 0o002)


# Who recognises the call, title, body.
_CARELESS = (
    (
        _is_racy_name,
        "Name of a temporary file can be taken by others",
        "Between `mktemp` and the creation anybody can put a link of that name there. Use "
        "`NamedTemporaryFile` or `mkstemp`.",
    ),
    (
        _is_endless_request,
        "Request waits for ever",
        "Without a timeout a server that accepts and says nothing stops this program. Pass "
        "`timeout=`.",
    ),
    (
        _is_open_debugger,
        "Debugger is open to every visitor",
        "`debug=True` serves a console that runs code. Leave it off outside a developer's machine.",
    ),
    (
        _is_open_to_all,
        "File may be changed by every user",
        "The mode lets every account of the machine write the file.",
    ),
)
