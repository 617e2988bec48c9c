"""Reads the list of packages, makes their environment and fetches what was published of them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from bench.engine.catalog import HERE
from bench.engine.tasks import REPOSITORY

PACKAGES = HERE / "packages.toml"
CACHE = HERE / ".packages"
ENVIRONMENT = REPOSITORY / ".venv-packages"
HALVES = ("a", "b")


class PackageError(RuntimeError):
    """What failed, for which package, and what to do next."""


class Package(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source distribution; `half` "a" was looked at while tuning, "b" was not."""

    name: str
    version: str
    half: str
    sha256: str


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The packages, and what their tests import."""

    requirements: tuple[str, ...]
    package: tuple[Package, ...]


def load_listing(path: Path = PACKAGES) -> Listing:
    """Read the list; PackageError if a name occurs twice or a half is unknown."""
    with path.open("rb") as file:
        listing = msgspec.convert(tomllib.load(file), Listing)
    seen: set[str] = set()
    for package in listing.package:
        if package.name in seen:
            raise PackageError(f"{package.name}: it occurs twice; take one out of {path.name}")
        if package.half not in HALVES:
            raise PackageError(
                f"{package.name}: half is {package.half!r}; write one of {HALVES} in {path.name}"
            )
        seen.add(package.name)
    return listing


def choose_packages(
    packages: Sequence[Package], only: Collection[str], half: str | None
) -> list[Package]:
    """Return the packages of these names (no names: all) and half; PackageError if one is none."""
    known = {package.name for package in packages}
    for name in only:
        if name not in known:
            raise PackageError(f"{name}: no such package; choose of {' '.join(sorted(known))}")
    named = [package for package in packages if not only or package.name in only]
    return [package for package in named if half in (None, package.half)]


def packages_python(requirements: Sequence[str], folder: Path = ENVIRONMENT) -> Path:
    """Return the interpreter of the packages' environment, made if missing or of other content."""
    python = folder / "bin" / "python"
    content = folder / "requirements.txt"
    wanted = "".join(f"{requirement}\n" for requirement in requirements)
    if not content.exists() or content.read_text() != wanted:
        make = [sys.executable, "-m", "venv", "--clear", str(folder)]
        install = [str(python), "-m", "pip", "install", "-q", *requirements]
        for command in (make, install):
            _run(command, f"the environment {folder.name}", "see what pip says and run again")
        content.write_text(wanted)
    return python


def fetch(package: Package, python: Path, cache: Path = CACHE) -> Path:
    """Return the source distribution, downloaded unless it is there; PackageError otherwise."""
    folder = cache / f"{package.name}-{package.version}"
    folder.mkdir(parents=True, exist_ok=True)
    if (archive := _archive(package, folder)) is not None:
        return archive
    wanted = folder / "requirement.txt"
    wanted.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
    pip = [str(python), "-m", "pip", "download", "-q", "--no-deps", "--no-binary", package.name]
    # Building needs tools that are published as wheels, so not everything is taken as source.
    command = [*pip, "--require-hashes", "-d", str(folder), "-r", str(wanted)]
    hint = f"see what pip says and run again, or put the file into {folder}"
    _run(command, f"{package.name}: the download of version {package.version}", hint)
    if (archive := _archive(package, folder)) is None:
        raise PackageError(f"{package.name}: pip left no file with the right hash; {hint}")
    return archive


def _archive(package: Package, folder: Path) -> Path | None:
    for path in sorted(folder.glob("*.tar.gz")):
        if hashlib.sha256(path.read_bytes()).hexdigest() == package.sha256:
            return path
    return None


def _run(command: Sequence[str], what: str, hint: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise PackageError(f"{what} failed; {hint}\n{done.stdout[-2000:]}")


def unpack(package: Package, archive: Path, folder: Path) -> Path:
    """Unpack a source distribution below a folder and return the project's folder."""
    target = folder / package.name
    try:
        with tarfile.open(archive, "r:gz") as packed:
            packed.extractall(target, filter="data")
    except (tarfile.TarError, EOFError) as error:
        hint = f"delete {archive} and run again"
        raise PackageError(f"{package.name}: {archive.name} is broken ({error}); {hint}") from error
    folders = [path for path in target.iterdir() if path.is_dir()]
    if len(folders) != 1:
        found = f"{archive.name} holds {len(folders)} folders instead of one"
        raise PackageError(f"{package.name}: {found}; take another version in {PACKAGES.name}")
    return folders[0]
