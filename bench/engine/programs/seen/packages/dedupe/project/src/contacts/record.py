"""The record of a person."""
from dataclasses import dataclass, field


@dataclass
class Contact:
    uid: str
    name: str
    emails: list = field(default_factory=list)
    phones: list = field(default_factory=list)
    tags: set = field(default_factory=set)
    updated: int = 0

    def copy(self):
        """A copy that shares no list or set with this contact."""
        return Contact(self.uid, self.name, list(self.emails), list(self.phones), set(self.tags), self.updated)

    def same_data(self, other):
        """True if both agree in everything but the time of the update."""
        return (self.uid, self.name, self.emails, self.phones, self.tags) == (
            other.uid, other.name, other.emails, other.phones, other.tags)
