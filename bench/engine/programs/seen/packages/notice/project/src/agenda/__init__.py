from .book import Agenda
from .event import Event
from .repeat import Repeat

__all__ = ["Agenda", "Event", "Repeat"]
