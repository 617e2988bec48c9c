"""Write pyproject.toml from what setup.py and setup.cfg tell setuptools."""

from __future__ import annotations

import ast
import io
import itertools
import re
import tokenize
from pathlib import Path

from .migrate_project import KNOWN, Fields, Ini, as_list, written
from .migrate_told import told
from .migrate_wheel import compared
from .refactor_tree import Plan, Tree, Unable

# What setuptools ignores, or what has no place in pyproject.toml and no part in a wheel.
_DROPPED = (
    "setup_requires",
    "zip_safe",
    "description_file",
    "bugtrack_url",
    "use_2to3",
    "use_2to3_exclude_fixers",
    "convert_2to3_doctests",
    "obsoletes",
    "provides",
    "requires",
)
_OWN_BUILDS = {
    "cmdclass", "ext_modules", "distclass", "libraries", "use_scm_version", "ext_package",
    "namespace_packages", "headers", "cffi_modules", "rust_extensions", "pbr",
}  # fmt: skip
_BUILDS = {"setuptools", "wheel", "pip", "pytest-runner", "pytest_runner", "nose", "pytest"}
_NO_PART = {"test", "tests", "pytest", "tox", "upload", "publish", "release", "lint", "docs", "doc",
            "build_sphinx", "build_doc", "coverage", "clean", "deploy", "verify"}  # fmt: skip
_VERSION_NAMES = ("__version__", "VERSION", "version", "__VERSION__")
_FOR_TOOLS = re.compile(r"#!|#\s*-\*-|#\s*(type|noqa|fmt|pylint)\b")
_LICENSES = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")
_LONGEST = 400  # characters of a description that may stand in pyproject.toml itself
_BUILD = """[build-system]
requires = ["setuptools>={oldest}"]
build-backend = "setuptools.build_meta"
"""


def to_pyproject(tree: Tree) -> Plan:
    """Plan the new file and the end of the old ones; raise Unable for what it cannot hold."""
    root = tree.root
    old = _read(root / "pyproject.toml")
    if "[project]" in old:
        raise Unable("pyproject.toml has a [project] table already", "", ("pyproject.toml:1",))
    if "build-backend" in old and "setuptools.build_meta" not in old:
        raise Unable("pyproject.toml names another build backend than setuptools", "",
                     ("pyproject.toml:1",))  # fmt: skip
    is_script = (root / "setup.py").is_file()
    plan = Plan(f"Wrote pyproject.toml from {'setup.py' if is_script else 'setup.cfg'}")
    fields: Fields = {
        **_from_cfg(root / "setup.cfg"),
        **(_from_py(tree, plan) if is_script else {}),
    }
    if not fields.get("name"):
        raise Unable("neither setup.py nor setup.cfg gives a name", "a name in setup()")
    unsure = _drop(fields, plan)
    if not fields.get("version") and "setuptools_scm" in old:
        fields["version"] = {}
    _version(root, fields, plan)
    _readme(root, fields, plan)
    found = sorted(each.name for form in _LICENSES for each in root.glob(form) if each.is_file())
    if any(name.startswith("COPYING") for name in found) and not fields.get("license_file"):
        fields.setdefault("license_files", found)  # some versions find no COPYING by themselves
    text = written(fields)
    build = _BUILD.format(oldest=77 if fields.get("license_expression") else 61)
    if old:
        kept = old if "[build-system]" in old else f"{build}\n{old}"
        plan.texts["pyproject.toml"] = f"{kept.rstrip()}\n\n{text}"
    else:
        plan.created["pyproject.toml"] = f"{build}\n{text}"
    if is_script:
        plan.deleted.append("setup.py")
        _count_comments(root / "setup.py", plan)
    _end_of_cfg(root / "setup.cfg", plan)
    compared(root, plan, unsure)
    return plan


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _from_py(tree: Tree, plan: Plan) -> Fields:
    """Give what setup.py tells setup(); a version that is written there is kept as it is."""
    fields = told(tree.root)
    text = (tree.root / "setup.py").read_text(encoding="utf-8", errors="replace")
    if re.search(r"environ|getenv", text):
        plan.notes.append("setup.py reads the environment: the values are those of a plain build.")
    return {key: value for key, value in fields.items() if value not in (None, [], {}, "")}


def _count_comments(path: Path, plan: Plan) -> None:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(_read(path)).readline))
    except (tokenize.TokenError, SyntaxError, UnicodeDecodeError):
        return
    comments = [each for each in tokens if each.type == tokenize.COMMENT]
    found = [each.start[0] for each in comments if not _FOR_TOOLS.match(each.string)]
    if found:
        lines = ", ".join(map(str, found[:6])) + (" and more" if len(found) > 6 else "")
        plan.notes.append(f"Comments of setup.py are not carried over (lines {lines}).")


def _drop(fields: Fields, plan: Plan) -> list[str]:
    """Take away what has no place in pyproject.toml, with a note; give what may have a meaning."""
    needed = [each for each in as_list(fields.get("setup_requires"))
              if re.split(r"[\s<>=!~\[;]", each.lower())[0] not in _BUILDS]  # fmt: skip
    if needed:
        raise Unable(f"the build needs {needed[0]}, whose settings I do not carry over")
    commands = fields.get("cmdclass")
    if isinstance(commands, dict) and set(commands) <= _NO_PART:
        del fields["cmdclass"]
        plan.notes.append(f"The commands {', '.join(commands)} of setup.py are gone with it.")
    tests = [name for name in fields if name.startswith("test")]
    for name in (*tests, *_DROPPED):
        value = fields.pop(name, None)
        if value not in (None, "", [], {}):
            plan.notes.append(f"{name} = {value!r} has no place in pyproject.toml.")
    for name in sorted(_OWN_BUILDS & set(fields)):
        raise Unable(f"setup has {name}, which I do not carry over")
    unknown = sorted(set(fields) - KNOWN)
    for name in unknown:
        plan.notes.append(f"{name} = {fields.pop(name)!r} is not carried over.")
    held = next((key for key, value in fields.items() if _holds_object(value)), "")
    if held:
        raise Unable(f"setup has a {held} that is no plain value")
    return unknown


def _holds_object(value: object) -> bool:
    if isinstance(value, dict):
        return "object" in value or any(map(_holds_object, value.values()))
    return isinstance(value, list) and any(map(_holds_object, value))


def _version(root: Path, fields: Fields, plan: Plan) -> None:
    """Let the version stay where it is kept, if setup.py reads it from there."""
    version = fields.get("version")
    if not isinstance(version, str) or not (root / "setup.py").is_file():
        return
    if re.search(rf"[\"']{re.escape(version)}[\"']", _read(root / "setup.py")):
        return
    folders = fields.get("package_dir")
    base = root / str(folders.get("", "")) if isinstance(folders, dict) else root
    names = [each.partition(".")[0] for each in as_list(fields.get("packages"))]
    for path in sorted((base / (names[0] if names else str(fields["name"]))).glob("*")):
        if path.suffix in ("", ".txt") and path.is_file() and _read(path).strip() == version:
            fields["version"] = {"file": path.relative_to(root).as_posix()}
            return
    for path in sorted([*base.glob("*.py"), *base.glob("*/*.py")], key=_nearness):
        name = _bound_to(path, version) if path.name != "setup.py" else ""
        if name:
            inner = path.relative_to(base).with_suffix("").parts
            module = ".".join(inner[:-1] if inner[-1] == "__init__" else inner)
            fields["version"] = {"attr": f"{module}.{name}"}
            return
    if _read(root / "VERSION").strip() == version:
        fields["version"] = {"file": "VERSION"}
        return
    plan.notes.append(f"setup.py computes the version; pyproject.toml holds {version!r} now.")


def _nearness(path: Path) -> tuple[bool, bool, str]:
    return "version" not in path.name, path.name != "__init__.py", path.as_posix()


def _bound_to(path: Path, version: str) -> str:
    """Give the name of a version that a file binds to a plain text of this value."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return ""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
            if node.value.value == version and set(names) & set(_VERSION_NAMES):
                return names[0]
    return ""


def _readme(root: Path, fields: Fields, plan: Plan) -> None:
    """Find the files that a long description was read from; raise Unable if there are none."""
    text = fields.get("long_description")
    if not isinstance(text, str):
        return
    files = {path.name: _read(path).split() for path in sorted(root.iterdir()) if path.is_file()
             and path.suffix.lower() in ("", ".md", ".rst", ".txt") and _is_text(path)}  # fmt: skip
    words = text.split()
    for number in (1, 2, 3):
        for names in itertools.permutations([n for n in files if files[n]], number):
            if sum(len(files[name]) for name in names) == len(words) and (
                [word for name in names for word in files[name]] == words
            ):
                fields["long_description"] = {"file": names[0] if number == 1 else list(names)}
                return
    if len(text) > _LONGEST:
        raise Unable("setup.py puts the long description together, and no files hold that text",
                     "a file that holds all of it", ("setup.py:1",))  # fmt: skip
    if text.strip() in ("", str(fields.get("description", "")).strip()):
        del fields["long_description"]
        plan.notes.append("The long description said no more than the short one: it is left out.")


def _is_text(path: Path) -> bool:
    try:
        return path.stat().st_size < 500_000 and path.read_text(encoding="utf-8") != ""
    except UnicodeDecodeError:
        return False


def _from_cfg(path: Path) -> Fields:
    """Read the tables metadata and options of setup.cfg."""
    if not path.is_file():
        return {}
    parser = Ini()
    parser.read_string(_read(path))
    fields: Fields = {}
    for section in ("metadata", "options"):
        for key, text in parser.items(section) if parser.has_section(section) else ():
            name = key.replace("-", "_").lower()
            fields[_RENAMED.get(name, name)] = _cfg_value(name, text)
    for section in parser.sections():
        name = section.partition(".")[2]
        if section.partition(".")[0] != "options" or name in ("", "packages.find"):
            continue
        fields[name] = {key: _rows(text) for key, text in parser.items(section)}
    find = "options.packages.find"
    packages = fields.get("packages")
    if parser.has_section(find) and isinstance(packages, dict):
        packages["find"].update({key: _rows(text) for key, text in parser.items(find)})
    return fields


_RENAMED = {"home_page": "url", "summary": "description", "classifier": "classifiers",
            "platform": "platforms"}  # fmt: skip


def _rows(text: str) -> list[str]:
    parts = text.splitlines() if "\n" in text else text.split(",")
    return [part.strip() for part in parts if part.strip() and not part.strip().startswith("#")]


def _cfg_value(key: str, text: str) -> object:
    if text.startswith("file:"):
        names = [each.strip() for each in text.partition(":")[2].split(",")]
        return {"file": names[0] if len(names) == 1 else names}
    if text.startswith("attr:"):
        return {"attr": text.partition(":")[2].strip()}
    if text.strip() in ("find:", "find_namespace:"):
        return {"find": {"namespaces": text.strip() != "find:"}}
    if key in ("classifiers", "classifier", "keywords", "install_requires", "packages",
               "py_modules", "tests_require", "setup_requires", "platforms", "platform", "scripts",
               "license_files", "license_file"):  # fmt: skip
        return _rows(text)
    if key in ("project_urls", "package_dir"):
        pairs = (row.partition("=") for row in _rows(text))
        return {left.strip(): right.strip() for left, _, right in pairs}
    if key in ("include_package_data", "zip_safe"):
        return text.strip().lower() in ("1", "true", "yes", "on")
    return text.strip()


def _end_of_cfg(path: Path, plan: Plan) -> None:
    """Plan what becomes of setup.cfg: gone, or only the settings of other tools left."""
    if not path.is_file():
        return
    kept: list[str] = []
    keeping = True
    for line in _read(path).splitlines(keepends=True):
        if line.startswith("["):
            name = line.strip().strip("[]")
            keeping = name != "metadata" and name.partition(".")[0] != "options"
        if keeping:
            kept.append(line)
    text = "".join(kept)
    if text == _read(path):
        return
    if text.strip():
        plan.texts["setup.cfg"] = text.lstrip("\n")
    else:
        plan.deleted.append("setup.cfg")
