from .index import Index, UnknownPackage
from .resolver import CycleError, Unsolvable, install_order, resolve, why
from .specs import Spec
from .version import Version

__all__ = [
    "CycleError", "Index", "Spec", "UnknownPackage", "Unsolvable", "Version",
    "install_order", "resolve", "why",
]
