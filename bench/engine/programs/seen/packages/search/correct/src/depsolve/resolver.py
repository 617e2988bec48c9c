"""Choosing versions, and what follows from the choice."""

from collections import deque

from .index import UnknownPackage
from .specs import Spec


class Unsolvable(Exception):
    """There is no choice of versions that meets all requirements."""


class CycleError(Exception):
    """Packages need each other in a circle."""


def resolve(index, wanted):
    """Choose one version for every package needed: dict of name -> Version.

    `wanted` maps names to specs (as text). Always the alphabetically first
    package that is needed and not yet chosen is chosen next; its newest
    version is tried first, then the others, until everything fits together.
    """
    for name in wanted:
        if name not in index:
            raise UnknownPackage(name)
    specs = {name: [Spec(text)] for name, text in wanted.items()}
    chosen = _search(index, specs, {})
    if chosen is None:
        raise Unsolvable(", ".join(f"{name} {text}" for name, text in sorted(wanted.items())))
    return chosen


def _search(index, specs, chosen):
    open_names = sorted(name for name in specs if name not in chosen)
    if not open_names:
        return chosen
    name = open_names[0]
    for version in index.candidates(name, specs[name]):
        needs = index.needs(name, version)
        if any(dep in chosen and not spec.allows(chosen[dep]) for dep, spec in needs.items()):
            continue
        if name in needs and not needs[name].allows(version):
            continue
        extended = {dep: list(found) for dep, found in specs.items()}
        for dep, spec in needs.items():
            extended.setdefault(dep, []).append(spec)
        result = _search(index, extended, {**chosen, name: version})
        if result is not None:
            return result
    return None


def install_order(index, chosen):
    """Names so that every package comes after those it needs, else alphabetically.

    A package that needs itself is not a circle.
    """
    waiting = {
        name: {dep for dep in index.needs(name, version) if dep != name}
        for name, version in chosen.items()
    }
    order = []
    while waiting:
        free = [name for name, needs in waiting.items() if not needs]
        if not free:
            raise CycleError(", ".join(sorted(waiting)))
        name = min(free)
        del waiting[name]
        for needs in waiting.values():
            needs.discard(name)
        order.append(name)
    return order


def why(index, chosen, wanted, name):
    """A shortest chain of names from a wanted package to the given one.

    Of several shortest chains the alphabetically first; None if there is none.
    """
    queue = deque([first] for first in sorted(wanted))
    seen = set(wanted)
    while queue:
        chain = queue.popleft()
        if chain[-1] == name:
            return chain
        for dep in sorted(index.needs(chain[-1], chosen[chain[-1]])):
            if dep not in seen:
                seen.add(dep)
                queue.append(chain + [dep])
    return None
