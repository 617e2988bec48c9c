from .engine import Engine
from .parser import TemplateError

__all__ = ["Engine", "TemplateError"]
