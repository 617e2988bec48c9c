"""Publish and subscribe inside one process."""


class EventBus:
    """Handlers get the event's name and its data as keyword arguments.

    They are called by priority (higher first), equals in the order in which
    they subscribed. The topic "*" receives everything; a topic that ends in
    ".*" receives all names that start with what is before the "*".
    """

    def __init__(self):
        self._entries = []
        self._next_id = 1

    def subscribe(self, topic, handler, priority=0, once=False):
        """Register a handler; returns an id for `unsubscribe`."""
        entry_id = self._next_id
        self._next_id += 1
        self._entries.append((entry_id, topic, handler, priority, once))
        self._entries.sort(key=lambda e: (-e[3], e[0]))
        return entry_id

    def unsubscribe(self, entry_id):
        """Remove a subscription; returns whether it was there."""
        for position, entry in enumerate(self._entries):
            if entry[0] == entry_id:
                del self._entries[position]
                return True
        return False

    def publish(self, name, **data):
        """Call all matching handlers; returns how many were called.

        Those subscribed while the event is being published do not get it any
        more. A handler subscribed with `once` is removed before it is called.
        """
        called = 0
        for entry_id, topic, handler, _, once in self._entries:
            if not self._matches(topic, name):
                continue
            if once:
                self.unsubscribe(entry_id)
            handler(name, **data)
            called += 1
        return called

    @staticmethod
    def _matches(topic, name):
        if topic.endswith("*"):
            return name.startswith(topic[:-1])
        return topic == name
