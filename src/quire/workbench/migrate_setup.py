"""Write pyproject.toml from a setup.py or setup.cfg that says everything in plain values."""

from __future__ import annotations

import ast
import configparser
import json
from pathlib import Path

from .refactor_tree import Plan, Tree, Unable

Value = object
_TEXTS = ("name", "version", "description")
_LISTS = ("classifiers", "keywords")
_KNOWN = {
    *_TEXTS, *_LISTS, "author", "author_email", "maintainer", "maintainer_email", "license", "url",
    "project_urls", "long_description", "long_description_content_type", "python_requires",
    "install_requires", "extras_require", "entry_points", "packages", "package_dir", "py_modules",
    "package_data", "include_package_data", "zip_safe", "tests_require", "setup_requires",
}  # fmt: skip


def to_pyproject(tree: Tree) -> Plan:
    """Plan the new file and the end of the old ones; raise Unable for what is computed."""
    root = tree.root
    if (root / "pyproject.toml").exists() and "[project]" in _read(root / "pyproject.toml"):
        raise Unable("pyproject.toml has a [project] table already", "", ("pyproject.toml:1",))
    fields = {**_from_cfg(root / "setup.cfg"), **_from_py(tree)}
    if "name" not in fields:
        raise Unable("neither setup.py nor setup.cfg gives a name", "a setup() with plain values")
    unknown = sorted(set(fields) - _KNOWN)
    if unknown:
        raise Unable(
            f"setup has {unknown[0]}, which I do not carry over",
            "",
        )
    plan = Plan("Wrote pyproject.toml from setup.py" if "setup.py" in tree.files
                else "Wrote pyproject.toml from setup.cfg")  # fmt: skip
    text = written(fields)
    old = _read(root / "pyproject.toml") if (root / "pyproject.toml").exists() else ""
    if old:
        kept = old if "[build-system]" in old else f"{_BUILD}\n{old}"
        plan.texts["pyproject.toml"] = f"{kept.rstrip()}\n\n{text}"
    else:
        plan.created["pyproject.toml"] = f"{_BUILD}\n{text}"
    if "setup.py" in tree.files:
        plan.deleted.append("setup.py")
    _end_of_cfg(root / "setup.cfg", plan)
    for dropped in ("tests_require", "setup_requires", "zip_safe"):
        if fields.get(dropped):
            plan.notes.append(f"{dropped} = {fields[dropped]!r} has no place in pyproject.toml.")
    return plan


_BUILD = '[build-system]\nrequires = ["setuptools>=77"]\nbuild-backend = "setuptools.build_meta"\n'


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _from_py(tree: Tree) -> dict[str, Value]:
    """Read the arguments of the setup() call in setup.py."""
    file = tree.files.get("setup.py")
    if file is None:
        return {}
    known: dict[str, Value] = {}
    call: ast.Call | None = None
    for node in file.tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) or _is_words(node):
            continue
        if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test):
            node = node.body[0]
        value = node.value if isinstance(node, (ast.Expr, ast.Assign)) else None
        if isinstance(value, ast.Call) and ast.unparse(value.func) in ("setup", "setuptools.setup"):
            call = value
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            known[node.targets[0].id] = _value(node.value, known, node.lineno)
        else:
            raise Unable("setup.py does more than call setup()", "", (f"setup.py:{node.lineno}",))
    if call is None or call.args or any(each.arg is None for each in call.keywords):
        raise Unable("setup.py has no setup() call with named values", "", ("setup.py:1",))
    return {str(each.arg): _value(each.value, known, each.value.lineno) for each in call.keywords}


def _is_words(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _value(node: ast.expr, known: dict[str, Value], line: int) -> Value:
    """Give a plain value; find_packages and the text of a README stay what they are."""
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id]
    text = ast.unparse(node)
    if text in ("find_packages()", "setuptools.find_packages()"):
        return {"find": {}}
    if isinstance(node, ast.Call) and text.rpartition("(")[0].endswith("find_packages"):
        return {"find": {str(each.arg): _value(each.value, known, line) for each in node.keywords}}
    name = _file_read(node)
    if name:
        return {"file": name}
    try:
        plain: Value = ast.literal_eval(node)
    except ValueError as error:
        raise Unable(f"setup.py computes a value: {text[:60]}", "plain values",
                     (f"setup.py:{line}",)) from error  # fmt: skip
    return plain


def _file_read(node: ast.expr) -> str:
    """Give the file whose whole text an expression is: open(F).read(), Path(F).read_text()."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return ""
    inner = node.func.value
    reads = node.func.attr in ("read", "read_text")
    if not reads or not isinstance(inner, ast.Call) or not inner.args:
        return ""
    first = inner.args[0]
    named = ast.unparse(inner.func) in ("open", "io.open", "Path", "pathlib.Path")
    return str(first.value) if named and isinstance(first, ast.Constant) else ""


def _from_cfg(path: Path) -> dict[str, Value]:
    """Read the tables metadata and options of setup.cfg."""
    if not path.is_file():
        return {}
    parser = configparser.RawConfigParser()
    parser.read_string(_read(path))
    fields: dict[str, Value] = {}
    for section in ("metadata", "options"):
        for key, text in parser.items(section) if parser.has_section(section) else ():
            fields[key.replace("-", "_")] = _cfg_value(key.replace("-", "_"), text)
    for section, name in (("options.extras_require", "extras_require"),
                          ("options.entry_points", "entry_points"),
                          ("options.package_data", "package_data")):  # fmt: skip
        if parser.has_section(section):
            fields[name] = {key: _rows(text) for key, text in parser.items(section)}
    find = "options.packages.find"
    if parser.has_section(find) and isinstance(fields.get("packages"), dict):
        fields["packages"] = {"find": {key: _rows(text) if key != "where" else text
                                       for key, text in parser.items(find)}}  # fmt: skip
    return fields


def _rows(text: str) -> list[str]:
    parts = text.splitlines() if "\n" in text else text.split(",")
    return [part.strip() for part in parts if part.strip()]


def _cfg_value(key: str, text: str) -> Value:
    if text.startswith("file:"):
        return {"file": text.partition(":")[2].strip()}
    if text.startswith("attr:"):
        return {"attr": text.partition(":")[2].strip()}
    if text.strip() in ("find:", "find_namespace:"):
        return {"find": {}}
    if key in (*_LISTS, "install_requires", "packages", "py_modules", "tests_require",
               "setup_requires"):  # fmt: skip
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
    if text.strip():
        plan.texts["setup.cfg"] = text.lstrip("\n")
    else:
        plan.deleted.append("setup.cfg")


def written(fields: dict[str, Value]) -> str:
    """Give the tables [project] and [tool.setuptools] for the arguments of setup()."""
    rows = ["[project]"]
    dynamic: dict[str, Value] = {}
    for key in _TEXTS:
        value = fields.get(key)
        if isinstance(value, dict):
            dynamic[key] = value
        elif value is not None:
            rows.append(f"{key} = {_toml(value)}")
    rows += _described(fields)
    for key, called in (("python_requires", "requires-python"),
                        ("install_requires", "dependencies")):  # fmt: skip
        if fields.get(key):
            rows.append(
                f"{called} = {_toml(_listed(fields[key]) if key[0] == 'i' else fields[key])}"
            )
    if dynamic:
        rows.append(f"dynamic = {_toml(sorted(dynamic))}")
    rows += _tables(fields)
    rows += _setuptools(fields, dynamic)
    return "\n".join(rows) + "\n"


def _described(fields: dict[str, Value]) -> list[str]:
    rows: list[str] = []
    readme = fields.get("long_description")
    if isinstance(readme, dict):
        rows.append(f"readme = {_toml(readme['file'])}")
    for who in ("author", "maintainer"):
        person = {"name": fields.get(who), "email": fields.get(f"{who}_email")}
        person = {key: value for key, value in person.items() if value}
        if person:
            inner = ", ".join(f"{key} = {_toml(value)}" for key, value in person.items())
            rows.append(f"{who}s = [{{ {inner} }}]")
    if fields.get("license"):
        rows.append(f"license = {{ text = {_toml(fields['license'])} }}")
    for key in _LISTS:
        if fields.get(key):
            rows.append(f"{key} = {_toml(_listed(fields[key]))}")
    return rows


def _tables(fields: dict[str, Value]) -> list[str]:
    rows: list[str] = []
    urls = fields.get("project_urls")
    links = {"Homepage": fields["url"]} if fields.get("url") else {}
    links.update(urls if isinstance(urls, dict) else {})
    if links:
        rows += ["", "[project.urls]", *(f"{_key(k)} = {_toml(v)}" for k, v in links.items())]
    extras = fields.get("extras_require")
    if isinstance(extras, dict) and extras:
        rows += ["", "[project.optional-dependencies]"]
        rows += [f"{_key(k)} = {_toml(_listed(v))}" for k, v in extras.items()]
    points = fields.get("entry_points")
    for group, entries in points.items() if isinstance(points, dict) else ():
        name = {"console_scripts": "project.scripts", "gui_scripts": "project.gui-scripts"}.get(
            str(group), f"project.entry-points.{_key(group)}")  # fmt: skip
        pairs = (str(entry).partition("=") for entry in _listed(entries))
        rows += ["", f"[{name}]", *(f"{_key(a.strip())} = {_toml(b.strip())}" for a, _, b in pairs)]
    return rows


def _setuptools(fields: dict[str, Value], dynamic: dict[str, Value]) -> list[str]:
    rows: list[str] = []
    packages = fields.get("packages")
    plain = [f"{name} = {_toml(_listed(fields[key]))}" for key, name in
             (("py_modules", "py-modules"),) if fields.get(key)]  # fmt: skip
    if isinstance(packages, (list, tuple)):
        plain.append(f"packages = {_toml(list(packages))}")
    if isinstance(fields.get("include_package_data"), bool):
        plain.append(f"include-package-data = {_toml(fields['include_package_data'])}")
    if plain:
        rows += ["", "[tool.setuptools]", *plain]
    folders = fields.get("package_dir")
    if isinstance(folders, dict) and folders:
        rows += ["", "[tool.setuptools.package-dir]"]
        rows += [f"{_key(k)} = {_toml(v)}" for k, v in folders.items()]
    if isinstance(packages, dict):
        rows += ["", "[tool.setuptools.packages.find]"]
        found = packages["find"]
        for key, value in found.items() if isinstance(found, dict) else ():
            rows.append(f"{key} = {_toml(_listed(value))}")
    data = fields.get("package_data")
    if isinstance(data, dict) and data:
        rows += ["", "[tool.setuptools.package-data]"]
        rows += [f"{_key(k or '*')} = {_toml(_listed(v))}" for k, v in data.items()]
    for key, value in dynamic.items():
        pairs = value.items() if isinstance(value, dict) else ()
        inner = ", ".join(f"{name} = {_toml(each)}" for name, each in pairs)
        rows += ["", "[tool.setuptools.dynamic]", f"{key} = {{ {inner} }}"]
    return rows


def _listed(value: Value) -> list[str]:
    if isinstance(value, str):
        return [each.strip() for each in value.replace("\n", ",").split(",") if each.strip()]
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []


def _key(name: object) -> str:
    text = str(name)
    plain = text.replace("-", "").replace("_", "").isalnum() and text.isascii()
    return text if plain else json.dumps(text)


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        inner = [_toml(each) for each in value]
        short = ", ".join(inner)
        return (
            f"[{short}]" if len(short) < 80 else "[\n" + "".join(f"  {e},\n" for e in inner) + "]"
        )
    return json.dumps(value if isinstance(value, str) else str(value), ensure_ascii=False)
