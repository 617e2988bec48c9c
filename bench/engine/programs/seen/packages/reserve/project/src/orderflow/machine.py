"""A table-driven state machine."""


class IllegalTransition(Exception):
    def __init__(self, state, action):
        super().__init__(f"{action!r} is not allowed in state {state!r}")
        self.state = state
        self.action = action


class Machine:
    """Transitions are added with `allow`; the first one that fits is taken.

    A source of "*" stands for every state except the final ones. A guard is
    a function of the subject; a transition whose guard is false does not fit.
    """

    def __init__(self, initial, final=()):
        self.initial = initial
        self.final = frozenset(final)
        self._table = []

    def allow(self, source, action, target, guard=None):
        sources = (source,) if isinstance(source, str) else tuple(source)
        self._table.append((sources, action, target, guard))
        return self

    def target(self, state, action, subject=None):
        """The state after `action`; raises IllegalTransition."""
        for sources, name, target, guard in self._table:
            if name != action or not self._covers(sources, state):
                continue
            if guard is not None and not guard(subject):
                continue
            return target
        raise IllegalTransition(state, action)

    def actions(self, state, subject=None):
        """Sorted names of the actions possible now."""
        found = set()
        for sources, name, _, guard in self._table:
            if self._covers(sources, state) and (guard is None or guard(subject)):
                found.add(name)
        return sorted(found)

    def reachable(self, start=None):
        """All states that can be reached, guards aside; includes the start."""
        start = self.initial if start is None else start
        seen = {start}
        stack = [start]
        while stack:
            state = stack.pop()
            for sources, _, target, _ in self._table:
                if self._covers(sources, state) and target not in seen:
                    seen.add(target)
                    stack.append(target)
        return seen

    def _covers(self, sources, state):
        if state in sources:
            return True
        return "*" in sources and state not in self.final
