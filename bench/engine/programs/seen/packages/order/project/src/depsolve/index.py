"""The index of packages there are."""

from .specs import Spec
from .version import Version


class UnknownPackage(KeyError):
    pass


class Index:
    def __init__(self):
        self._packages = {}
        self._yanked = set()

    def add(self, name, version, needs=None):
        """Add a version; `needs` maps package names to specs (as text)."""
        releases = self._packages.setdefault(name, {})
        version = Version(version)
        if version in releases:
            raise ValueError(f"{name} {version} is there already")
        releases[version] = {dep: Spec(text) for dep, text in (needs or {}).items()}

    def yank(self, name, version):
        """A yanked version is only a candidate if some spec pins it with ==."""
        version = Version(version)
        if version not in self._packages.get(name, {}):
            raise UnknownPackage(f"{name} {version}")
        self._yanked.add((name, version))

    def __contains__(self, name):
        return name in self._packages

    def needs(self, name, version):
        return self._packages[name][version]

    def candidates(self, name, specs):
        """Versions that all the specs allow, newest first; none for an unknown package."""
        pinned = set().union(*(spec.pinned for spec in specs))
        return [
            version
            for version in sorted(self._packages.get(name, {}), reverse=True)
            if all(spec.allows(version) for spec in specs)
            and ((name, version) not in self._yanked or version in pinned)
        ]
