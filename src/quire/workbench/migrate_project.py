"""The tables [project] and [tool.setuptools] for the arguments of setup()."""

from __future__ import annotations

import configparser
import json
import re

from .refactor_tree import Unable

Fields = dict[str, object]
KNOWN = {
    "name", "version", "description", "classifiers", "keywords", "author", "author_email",
    "maintainer", "maintainer_email", "license", "license_file", "license_files", "url",
    "download_url", "project_urls", "long_description", "long_description_content_type",
    "python_requires", "install_requires", "extras_require", "entry_points", "packages",
    "package_dir", "py_modules", "package_data", "exclude_package_data", "include_package_data",
    "platforms", "scripts", "data_files", "license_expression",
}  # fmt: skip
_TYPES = {".md": "text/markdown", ".rst": "text/x-rst"}
_SCRIPTS = {"console_scripts": "project.scripts", "gui_scripts": "project.gui-scripts"}


class Ini(configparser.RawConfigParser):
    """A reader of settings that keeps the letters of names as they are."""

    def optionxform(self, optionstr: str) -> str:
        """Give the name of a setting."""
        return optionstr


def written(fields: Fields) -> str:
    """Give the text of the tables; raise Unable for a value that has no place in them."""
    dynamic: Fields = {}
    rows = ["[project]"]
    for key in ("name", "version", "description"):
        value = fields.get(key)
        if isinstance(value, dict):
            dynamic[key] = value
        elif value is not None:
            # setuptools takes no second line of a description.
            rows.append(f"{key} = {_toml(' '.join(str(value).split()))}")
    rows += _described(fields, dynamic)
    required, extras = _requirements(fields)
    if fields.get("python_requires"):
        rows.append(f"requires-python = {_toml(fields['python_requires'])}")
    if isinstance(fields.get("install_requires"), dict):
        dynamic["dependencies"] = fields["install_requires"]
    elif required:
        rows.append(f"dependencies = {_toml(required)}")
    if dynamic:
        rows.append(f"dynamic = {_toml(sorted(dynamic))}")
    rows += _tables(fields, extras)
    rows += _setuptools(fields)
    if dynamic:
        rows += ["", "[tool.setuptools.dynamic]"]
        rows += [f"{key} = {_inline(value)}" for key, value in sorted(dynamic.items()) if value]
    return "\n".join(row for row in rows) + "\n"


def _described(fields: Fields, dynamic: Fields) -> list[str]:
    rows = _readme(fields, dynamic)
    for who in ("author", "maintainer"):
        people = _people(fields.get(who), fields.get(f"{who}_email"))
        if people:
            rows.append(f"{who}s = [{', '.join(map(_inline, people))}]")
    if fields.get("license_expression"):
        rows.append(f"license = {_toml(fields['license_expression'])}")
        rows += [f"license-files = {_toml(each)}" for each in [_licenses(fields)] if each]
    elif fields.get("license"):
        rows.append(f"license = {_inline({'text': fields['license']})}")
    rows += [f"{key} = {_toml(as_list(fields[key], key))}" for key in ("classifiers", "keywords")
             if fields.get(key)]  # fmt: skip
    return rows


def _readme(fields: Fields, dynamic: Fields) -> list[str]:
    readme, kind = fields.get("long_description"), fields.get("long_description_content_type")
    if not readme:
        return []
    if isinstance(readme, str):
        return [f"readme = {_inline({'text': readme, 'content-type': kind or 'text/x-rst'})}"]
    named = readme.get("file") if isinstance(readme, dict) else None
    first = str(named[0] if isinstance(named, list) else named)
    suffix = re.sub(r".*(?=\.)", "", first).lower()
    guessed = _TYPES.get(suffix, "text/x-rst")
    if isinstance(named, list):
        dynamic["readme"] = {"file": named, "content-type": kind or guessed}
        return []
    if suffix in _TYPES and kind in (None, "", guessed):
        return [f"readme = {_toml(first)}"]
    return [f"readme = {_inline({'file': first, 'content-type': kind or 'text/plain'})}"]


def _people(names: object, mails: object) -> list[Fields]:
    """Give the authors; with several addresses, nobody says whose each of them is."""
    addresses = as_list(mails)
    if len(addresses) < 2:
        both = {"name": names, "email": addresses[0] if addresses else ""}
        found: list[Fields] = [{key: value for key, value in both.items() if value}]
        return [each for each in found if each]
    named: list[Fields] = [{"name": names}] if names else []
    for each in addresses:
        named.append({"email": each})
    return named


def _requirements(fields: Fields) -> tuple[list[str], dict[str, list[str]]]:
    """Give the requirements and the extras; a marker in the name of an extra goes to its lines."""
    plain = fields.get("install_requires")
    required = [] if isinstance(plain, dict) else as_lines(plain)
    extras: dict[str, list[str]] = {}
    found = fields.get("extras_require")
    for name, lines in found.items() if isinstance(found, dict) else ():
        extra, _, marker = str(name).partition(":")
        marked = [f"{line}; {marker.strip()}" if marker else line for line in as_lines(lines)]
        if marker and any(";" in line for line in as_lines(lines)):
            raise Unable(f"the extra {name} has a marker, and so have its requirements")
        if extra.strip():
            extras.setdefault(extra.strip(), []).extend(marked)
        else:
            required += marked
    return required, extras


def _tables(fields: Fields, extras: dict[str, list[str]]) -> list[str]:
    rows: list[str] = []
    urls = fields.get("project_urls")
    links = {"Homepage": fields["url"]} if fields.get("url") else {}
    links.update({"Download": fields["download_url"]} if fields.get("download_url") else {})
    links.update(urls if isinstance(urls, dict) else {})
    if links:
        rows += ["", "[project.urls]", *(f"{_key(k)} = {_toml(v)}" for k, v in links.items())]
    if extras:
        rows += ["", "[project.optional-dependencies]"]
        rows += [f"{_key(name)} = {_toml(lines)}" for name, lines in extras.items()]
    for group, entries in _entry_points(fields.get("entry_points")).items():
        name = _SCRIPTS.get(group, f"project.entry-points.{_key(group)}")
        rows += ["", f"[{name}]", *(f"{_key(a)} = {_toml(b)}" for a, b in entries)]
    return rows


def _entry_points(value: object) -> dict[str, list[tuple[str, str]]]:
    """Read entry points, given as a table or as the text of an ini file."""
    if isinstance(value, str):
        parser = Ini(delimiters=("=",))
        parser.read_string("\n".join(line.strip() for line in value.splitlines()))
        return {name: parser.items(name) for name in parser.sections()}
    found: dict[str, list[tuple[str, str]]] = {}
    for group, entries in value.items() if isinstance(value, dict) else ():
        lines = as_lines(entries)
        parts = [line.partition("=") for line in lines]
        found[str(group)] = [(left.strip(), right.strip()) for left, _, right in parts]
    return {group: entries for group, entries in found.items() if entries}


def _setuptools(fields: Fields) -> list[str]:
    packages = fields.get("packages")
    rows = ["", "[tool.setuptools]", *_plain_settings(fields)]
    folders = fields.get("package_dir")
    if isinstance(folders, dict) and folders:
        rows += ["", "[tool.setuptools.package-dir]"]
        rows += [f"{_key(k)} = {_toml(v)}" for k, v in folders.items()]
    found = packages.get("find") if isinstance(packages, dict) else None
    if isinstance(found, dict):
        rows += ["", "[tool.setuptools.packages.find]"]
        for key, value in found.items():
            rows.append(f"{key} = {_toml(value if isinstance(value, bool) else as_list(value))}")
    for key in ("package_data", "exclude_package_data"):
        data = fields.get(key)
        if isinstance(data, dict) and data:
            rows += ["", f"[tool.setuptools.{key.replace('_', '-')}]"]
            rows += [f"{_key(k or '*')} = {_toml(as_lines(v))}" for k, v in data.items()]
    return rows + _data_files(fields.get("data_files"))


def _plain_settings(fields: Fields) -> list[str]:
    packages, modules = fields.get("packages"), fields.get("py_modules")
    rows = [f"py-modules = {_toml(as_list(modules))}"] if modules else []
    if isinstance(packages, (list, tuple)):
        rows.append(f"packages = {_toml(list(packages))}")
    elif modules and not packages:
        rows.append("packages = []")
    for key, name in (("platforms", "platforms"), ("scripts", "script-files")):
        rows += [f"{name} = {_toml(each)}" for each in [as_list(fields.get(key))] if each]
    if _licenses(fields) and not fields.get("license_expression"):
        rows.append(f"license-files = {_toml(_licenses(fields))}")
    # Without a word, pyproject.toml includes the data, and setup.py does not.
    rows.append(f"include-package-data = {_toml(bool(fields.get('include_package_data')))}")
    return rows


def _licenses(fields: Fields) -> list[str]:
    return as_list(fields.get("license_files") or fields.get("license_file"))


def _data_files(value: object) -> list[str]:
    if isinstance(value, dict):
        pairs = list(value.items())
    else:
        pairs = [tuple(each) for each in value] if isinstance(value, list) else []
    if not pairs:
        return []
    if any(len(each) != 2 for each in pairs):
        raise Unable("data_files are no pairs of a folder and its files")
    rows = [f"{_key(folder) if folder else json.dumps('')} = {_toml(as_lines(files))}"
            for folder, files in pairs]  # fmt: skip
    return ["", "[tool.setuptools.data-files]", *rows]


def as_lines(value: object) -> list[str]:
    """Give a list of texts; a text is split where its lines end."""
    if isinstance(value, str):
        lines = (each.split(" #")[0].strip() for each in value.splitlines())
        return [each for each in lines if each and not each.startswith("#")]
    found = [line for each in value for line in as_lines(str(each))] if isinstance(
        value, (list, tuple)) else []  # fmt: skip
    return found


def as_list(value: object, key: str = "") -> list[str]:
    """Give a list of texts; a text is split where its lines end and at its commas."""
    if isinstance(value, str):
        parts = value.splitlines() if key == "classifiers" else value.replace("\n", ",").split(",")
        return [each.strip() for each in parts if each.strip()]
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []


def _inline(value: object) -> str:
    pairs = value.items() if isinstance(value, dict) else ()
    return f"{{ {', '.join(f'{_key(key)} = {_toml(each)}' for key, each in pairs)} }}"


def _key(name: object) -> str:
    text = str(name)
    plain = text.replace("-", "").replace("_", "").isalnum() and text.isascii()
    return text if plain else json.dumps(text, ensure_ascii=False)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        inner = [_toml(each) for each in value]
        short = ", ".join(inner)
        return (
            f"[{short}]" if len(short) < 80 else "[\n" + "".join(f"  {e},\n" for e in inner) + "]"
        )
    return json.dumps(value if isinstance(value, str) else str(value), ensure_ascii=False)
