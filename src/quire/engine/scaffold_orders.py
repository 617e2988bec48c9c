"""Which skeleton an order asks for, under which name, and what more it asks."""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from quire.engine.asides import beginnings, compiled, with_context

Kind = Literal["package", "cli", "web", "suite"]

_NEW = (
    r"(?:a|an|the|some|one|new|brand|small|simple|minimal|minimalistic|basic|empty|tiny|python"
    r"|python3|py|little|fresh|plain|clean|quick|nice|proper|complete|full|whole|installable"
    r"|importable|pip|modern|bare|bare-bones|barebones|blank|lightweight|light|toy|demo|sample"
    r"|example|starter|another|me|us|skeleton|skeletal|scaffold|scaffolding|template|boilerplate"
    r"|structure|stub|base|basis|layout|groundwork|foundations?|framework|basics|code|files?|folder"
    r"|tree|start|up|out|together|for|of|with|as|project|typed|tested|src|src-layout|own|local"
    r"|internal|open-source|click(?:-based)?|argparse(?:-based)?|wsgi|asgi|wsgiref|starlette|json"
    r"|rest(?:ful)?|http|flask|fastapi|django|typer|aiohttp|tornado|pytest|unittest|based)"
)
# What is no Python, or no project of its own: these before a thing make it another one.
_OTHERS = (
    r"(?:go|golang|rust|node|npm|react|vue|angular|svelte|typescript|javascript|java|kotlin|swift|c"
    r"|cpp|csharp|ruby|rails|php|laravel|android|ios|mobile|desktop|gui|tkinter|qt|docker|helm|electron"
    r"|express|bash|shell|perl|haskell|scala|elixir|debian|rpm|nix|conda|mock|fake|client|test|tests"
    r"|this|our|my|that|these|those|your|his|their|its|every|each|existing|old|current|same|local|dev"
    r"|proxy|mail|dns|database|build|ui|front-?end|and|or|to|in|into|on|by|from|that|which|function"
    r"|class|method|endpoint|api|release|new-style|pull|service|web)"
)
# Words of what it is about, which give a name where none is told: "a todo list cli".
_ABOUT = rf"(?P<about>(?:(?!{_OTHERS}\b|{_NEW}\b)[a-z][\w-]*\s+){{0,3}}?)"
_VERB = (
    r"(?:create?|make|scaffold|start|generate|bootstrap|build|write|init(?:iali[sz]e)?|set ?up"
    r"|prepare|give me|begin|spin up|kick off|lay out|lay down|put together|develop|implement|code"
    r"|draft|craft|stub out|sketch|produce|provide|launch|throw together|whip up|hack together"
    r"|set me up with|get me started (?:with|on)|put|add|lay|(?:i|we) (?:need|want|could use)"
    r"|(?:i|we)(?:'d| would) like(?: to have)?|have|found|establish|spin me up|design and build)"
    r"\b\s+"
)
_CLI = (
    r"(?:(?:cli|console|terminal|shell|command[- ]?line)[\s-]+(?:tool|app(?:lication)?|program"
    r"|interface|utility|script|project|command|package)s?|cli|command[- ]line"
    r"|(?:tool|app|program|utility|script)\s+(?:for|on|in|at)\s+the\s+(?:command[- ]line|terminal"
    r"|console|shell)"
    r"|(?:tool|app|program|utility|script)(?=.{1,120}\bas\s+(?:an?\s+)?(?:new\s+)?(?:cli"
    r"|command[- ]line)\b))\b"
)
_WEB = (
    r"(?:web[\s-]?(?:service|server|app(?:lication)?|api|site|back-?end|project)|website|micro-?service"
    r"|(?:rest(?:ful)?|json|http|web)[\s-]+(?:api|service|server|back-?end)"
    r"|api(?:[\s-]+(?:server|service|back-?end))?|service|server|back-?end(?:[\s-]+(?:service|server))?)\b"
)
_SUITE = (
    r"(?:test[\s-]suite|tests?[\s-]+(?:folder|dir(?:ectory)?|set-?up|infrastructure|environment|skeleton"
    r"|scaffold(?:ing)?|harness|structure|layout|bed)|testing(?:\s+(?:infrastructure|set-?up|framework))?)\b"
)
_PACKAGE = r"(?:package|library|project|lib|pkg)\b"
_OF_FRAMEWORK = (
    r"(?:(?P<web>flask|fastapi|django|starlette|wsgi|asgi|aiohttp|tornado)|click|argparse|typer)[\s-]+"
    r"(?:based\s+)?(?:\w+\s+)?(?:app(?:lication)?|site|tool|program|script|utility|backend|blog|skeleton)\b"
)
# After the thing: its end, its name, or what it is for.
_NAME = r"""(?:[`'"\u201c][^`'"\u201d\n]{1,60}[`'"\u201d])"""
_ENDS = (
    r"(?=(?:\s+(?:skeleton|structure|scaffold(?:ing)?|template|boilerplate|layout|project|app"
    r"|program|starter|stub|base|tool|from\s+scratch|please|pls|here))*"
    rf"(?:\W*$|\s*(?:[,;!?()]|[.:](?!\w))|\s+[-\u2013]|\s+{_NAME}|\s*:\s*{_NAME}|\s+(?:called|named"
    r"|titled|that|which|who|to|for|with|using|based|in|under|by|where|from|of|about|name|so|and"
    r"|call|on|whose|having|containing|including|inside|at|as|without|like)\b"
)
_NO_NAME = (
    r"(?:structure|skeleton|template|layout|scaffold\w*|boilerplate|board|plan|overview|summary"
    r"|files?|config\w*|docs?|docstrings?|documentation|description|version|metadata|manager|faster"
    r"|better|again|works?|pass|running|installable|diagram|client|keys?|account|endpoints?|page"
    r"|object|class|method|flag|option|command|update|upgrade|release|please|pls|here|now|today"
    r"|thanks|up|publish\w*|report|list|from|python|quick|project|tool|app|program|starter|readme"
    r"|changelog|logo|index|import|loader|registry|deterministic)\b"
)
_ENDS_BARE = (
    rf"|\s+(?!{_NO_NAME})[a-z_][\w-]*(?=\s*[,.;!]?\s*(?:$|(?:that|which|with|to|for|in)\b))))"
)
_KNOWN = rf"(?:(?!(?:for|of|with|as|the|up|out)\b){_NEW}[\s-]+)*"
_BEFORE = rf"(?:{_NEW}[\s-]+)*{_ABOUT}{_KNOWN}"
_PREFIX = (
    r"(?:(?:i|we)\s+(?:want|would\s+like|'d\s+like|need|am|are)\s+(?:to\s+)?)?(?:a\s+)?"
    r"(?:(?:start(?:ing)?|begin(?:ning)?|create|do|make)\s+)?(?:(?:a|an)\s+)?(?:(?:brand\s+)?new|fresh)?\s*"
    r"(?:python\s+)?(?:project|start|from\s+scratch|greenfield)(?:\s+from\s+scratch)?\s*[:,\u2013-]+\s*"
    r"(?=(?:a|an|new|some|the)\b)"
)
# What a word for the thing stands for, after the letters that an order for it holds; the first
# row that matches decides.
_KINDS: tuple[tuple[Kind, tuple[str, ...], str], ...] = (
    ("suite", ("test",), _SUITE),
    ("cli", ("cli", "command", "terminal", "console"), _CLI),
    ("web", ("web", "service", "server", "api", "backend", "back-end"), _WEB),
    ("package", ("package", "library", "project", "lib", "pkg"), _PACKAGE),
    (
        "web",
        ("flask", "fastapi", "django", "starlette", "sgi", "aiohttp", "tornado"),
        _OF_FRAMEWORK,
    ),
    ("cli", ("click", "argparse", "typer"), _OF_FRAMEWORK),
)
_LETTERS = tuple({each for _, letters, _ in _KINDS for each in letters})
# With one of these an order begins.
_STARTS = (
    "creat", "make", "scaffold", "start", "generate", "bootstrap", "build", "write", "init", "set",
    "prepare", "give", "begin", "spin", "kick", "lay", "put", "develop", "implement", "code",
    "draft", "craft", "stub", "sketch", "produce", "provide", "launch", "throw", "whip", "hack",
    "get me", "add", "i ", "we ", "i'd", "we'd", "have", "found", "establish", "design", "new",
    "fresh", "a new", "a fresh", "a brand", "brand", "introduce", "a python", "project", "from",
)  # fmt: skip
_SET_UP = (
    r"(?:set ?up|prepare|initiali[sz]e|introduce|bootstrap)\W+(?:(?:unit|some|the|up)\W+)*"
    r"(?:tests|testing|pytest)\b(?=\W*$|\s*[,.;:!]|\s+(?:with|using|here|please|pls|for\s+(?:this|the"
    r"|my|our)\s+(?:project|package|repo\w*|code\w*)|in\s+(?:this|the|my|our))\b)"
)
# The project that is there is set up by another job, and what is in it is built, run, released.
_THERE = (
    r"(?:(?:set ?up|prepare|initiali[sz]e|build|make|start|launch|code|write|develop|put|add"
    r"|implement|lay|i need|i want|we need|we want)\W+(?:(?:up|for|out|to)\W+)*(?:the|this|my|our"
    r"|that|its)\W+(?!(?:structure|skeleton|groundwork|foundations?|scaffold\w*|boilerplate|basis|basics"
    r"|base|tests?)\b)"
    r"|(?:set ?up|prepare|build|start|launch)\W+(?:the\W+)?(?:project|repo\w*|environment|package"
    r"|library|server|service|api|web\W?(?:server|service|app\w*)|cli)\W*$"
    r"|(?:start|launch|run|spin up)\W+(?:(?:a|an|http|web|local)\W+)*server\b)"
)
# "Add a library" asks for a dependency; only what stands by itself is added.
_ADDED = (
    rf"add\b(?!\W+(?:{_NEW}\W+)*(?:test|micro|web\W?(?:service|server|app)|flask|fastapi|django)"
    r")"
)
# A test suite for something is a work of tests; only for the project it is a skeleton.
_FOR_SOME = (
    r"^[^.\n]*?\b(?:for|of|covering)\s+(?!(?:(?:the|this|my|our|whole|entire|a|new|python)\s+)*(?:project"
    r"|package|repo\w*|code\w*|library|app\w*|it|us|me|everything|future)\b)"
)
_NAMED = (
    r"\b(?:called|named|titled|with (?:the )?name|name(?:d)? (?:it|is|should be|will be|:)|call it"
    r"|by the name of|(?:its|the) name (?:is|should be|will be|shall be)|name:)\s*(?:be\s+)?"
    r"(?:[`'\"\u201c]([^`'\"\u201d\n]{1,60})[`'\"\u201d]|(?<=\s)((?:[^\W_]|[_./~@])[\w./@~+-]*\w|[A-Za-z]))"
)
_BARE = (
    r"^(?:\s+(?:project|app|tool|program|skeleton|template))?[\s:,]+(?:[`'\"\u201c]([^`'\"\u201d\n]"
    rf"{{1,60}})[`'\"\u201d]|((?!{_NO_NAME})[A-Za-z_][\w-]*)"
    r"(?=\s*[.,;!]?\s*($|that\b|which\b|with\b|to\b|for\b|in\b)))"
)
_MORE = re.compile(r"\b(that|which|to|for|where|with)\b\s+(.+)", re.IGNORECASE | re.DOTALL)
_NOTHING_MORE = re.compile(
    r"\W*((some |a few |passing |unit |basic )*tests?( dir(ectory)?| folder)?|conftest(\.py)?"
    r"|config"
    r"|this (project|code|package|repo\w*|folder)|there's none yet|yet|none|please|pls|thanks|here"
    r"|(the|our|my) (project|code|package|repo\w*|folder)|dir(ectory)?|folder"
    r"|(it|them|this|me|us|my project)|pytest|unittest|argparse|click|wsgiref|wsgi|starlette"
    r"|asgi|flask|fastapi|django|typer|(a )?(src )?layout|src|(a )?pyproject(\.toml)?|python"
    r"|stdlib|the standard library|and|[,.&]|\s)*\W*",
    re.IGNORECASE,
)
_FRAMEWORKS = ("argparse", "click", "typer", "wsgiref", "starlette", "flask", "fastapi", "django",
               "aiohttp", "tornado")  # fmt: skip
_OF_COMMANDS = ("argparse", "click", "typer")
_WITH_COMMAND = re.compile(
    r"\b(with|and|plus|as|for)\s+((a|an|its|small|simple|new|working)\s+)*(cli( project| tool"
    r"| app)?|command[- ]line\s+\w+|command)\b",
    re.IGNORECASE,
)
_THEN_CLI = rf"^[^.\n]{{0,60}}?:\s*(?:{_NEW}\s+)*{_CLI}"
# A user story, and a thing that is only named, where the order says that it is made anew.
_WANTED = re.compile(r"as\s+an?\s+[^,.]{1,40}?,?\s+(?=(?:i|we)\s+(?:want|need)\b)", re.IGNORECASE)
_THING = re.compile(r"(?:an?\s|new\s)", re.IGNORECASE)
_TAKEN = frozenset({
    "test", "tests", "src", "none", "true", "false", "pytest", "pluggy", "iniconfig", "packaging",
    "pip", "setuptools", "wheel", "hatchling", "click", "starlette",
})  # fmt: skip
_STOP = frozenset({"that", "which", "to", "for", "with", "in", "here", "and", "please"})


class Wish(Struct, frozen=True, kw_only=True):
    """A skeleton that is wished for; `name` is empty where the order gives none.

    `framework` is the library that the order names; `more` is what the skeleton cannot hold.
    """

    kind: Kind
    name: str = ""
    framework: str = ""
    more: str = ""


def read_wish(text: str) -> Wish | None:
    """Read an order; None when it asks for no skeleton."""
    lowered = text.lower()
    if not any(each in lowered for each in _LETTERS):
        return None
    wanted = _WANTED.match(text)
    text = text[wanted.end() :] if wanted else text
    scratch = "from scratch" in lowered
    for clause, around in ((text, ""), *with_context(text)):
        wish = _read(clause)
        if wish is None and scratch and _THING.match(clause):
            wish = _read(f"create {clause}")
        if wish is not None:
            named = None if wish.name else compiled(_NAMED).search(around)
            return msgspec.structs.replace(wish, name=_name_of(named)) if named else wish
    return None


def _read(clause: str) -> Wish | None:
    return next((wish for rest in beginnings(clause) if (wish := _thing(rest))), None)


def _thing(text: str) -> Wish | None:
    """Read an order from its verb on; the first kind of thing that it names decides."""
    lowered = text.lower()
    if not lowered.startswith(_STARTS) or not any(each in lowered for each in _LETTERS):
        return None
    if compiled(_THERE).match(text) or compiled(_ADDED).match(text):
        return None
    for kind, letters, thing in _KINDS:
        if not any(each in lowered for each in letters):
            continue
        found = _beginning(kind, thing).match(text)
        if found is None or (kind == "suite" and compiled(_FOR_SOME).match(text[found.end() :])):
            continue
        return _wish(kind, found, text)
    return None


def _wish(kind: Kind, found: re.Match[str], text: str) -> Wish:
    rest = text[found.end() :]
    named = compiled(_NAMED).search(text) or compiled(_BARE).match(rest)
    name = _name_of(named)
    parts = found.groupdict("")
    about = " ".join((parts.get("about") or parts.get("said") or "").split())
    framework = next((each for each in _FRAMEWORKS if each in text.lower()), "")
    if kind == "package":
        kind, rest = _narrower(rest, framework)
    more = _more(rest, named)
    if about and kind != "suite":
        name = name or about.replace(" ", "-")
        more = more or (about if kind != "package" else "")
    return Wish(kind=kind, name=name, framework=framework, more=more)


def _name_of(named: re.Match[str] | None) -> str:
    """Return a name as it was found, without the options of a command that it was given as."""
    name = next((each for each in named.groups()[:2] if each), "") if named else ""
    return "" if name.lower() in _STOP else re.split(r"\s+[-<\[]", name.strip())[0]


def _narrower(rest: str, framework: str) -> tuple[Kind, str]:
    """Return what a package is asked for as, and the words that say no more than that."""
    plain = _WITH_COMMAND.sub(" ", rest)
    listed = compiled(_THEN_CLI).match(rest)
    if listed:
        return "cli", rest[listed.end() :]
    if plain != rest or framework in _OF_COMMANDS:
        return "cli", plain
    return ("web" if framework else "package"), rest


@cache
def _beginning(kind: Kind, thing: str) -> re.Pattern[str]:
    """Return how an order for a thing begins: with a verb, or as a new thing with a name."""
    said = _BEFORE.replace("about>", "said>")
    noun = rf"(?:a\s+)?(?:brand\s+)?(?:new|fresh)\s+{said}"
    ends = f"{_ENDS}))" if kind == "suite" else _ENDS + _ENDS_BARE
    start = rf"(?:{_PREFIX})?(?:{_VERB}{_BEFORE}|{noun}|(?<=[:,]\s){_NEW}\s+)"
    whole = f"{start}(?:{thing}){ends}"
    return compiled(f"(?:{whole}|{_SET_UP})" if kind == "suite" else whole)


def _more(rest: str, named: re.Match[str] | None) -> str:
    """Return what an order says of behaviour, in its own words."""
    told = rest.replace(named[0].strip(), " ", 1) if named else rest
    found = _MORE.search(told)
    if found is None or _NOTHING_MORE.fullmatch(found[2]):
        return ""
    return " ".join(found[2].split()).rstrip(".!")


def sanitized(name: str, stdlib: frozenset[str]) -> tuple[str, str]:
    """Return a name as a distribution and as a package: `My App 2` is my-app-2 and my_app_2.

    What would shadow the standard library or the tools around the tests, or is a word of Python,
    gets an ending.
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    package = "_".join(words) or "app"
    if package[0].isdigit():
        package = f"app_{package}"
    if package in stdlib or keyword.iskeyword(package) or package in _TAKEN:
        package = f"{package}_app"
    return package.replace("_", "-"), package
