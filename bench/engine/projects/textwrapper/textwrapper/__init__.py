"""Text for narrow places."""

from .layout import align, box, columns
from .wrap import fill, shorten, wrap

__all__ = ["align", "box", "columns", "fill", "shorten", "wrap"]
