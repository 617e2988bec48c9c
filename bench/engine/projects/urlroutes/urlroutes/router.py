"""Find the function for a request."""

from urlroutes.pattern import Pattern
from urlroutes.urls import join, parse_query, split_url


class NotFound(Exception):
    """No route has this path."""


class NotAllowed(Exception):
    """There are routes for the path, but not for the method."""

    def __init__(self, allowed):
        super().__init__("allowed: " + ", ".join(allowed))
        self.allowed = allowed


class Router:
    def __init__(self, prefix=""):
        self.prefix = prefix
        self.routes = []
        self.named = {}

    def add(self, path, handler, methods=("GET",), name=None):
        pattern = Pattern(join(self.prefix, path))
        wanted = frozenset(method.upper() for method in methods)
        self.routes.append((pattern, wanted, handler))
        self.routes.sort(key=lambda route: route[0].weight)
        self.named[name or handler.__name__] = pattern

    def route(self, path, **options):
        """Decorate a function with its path."""

        def register(handler):
            self.add(path, handler, **options)
            return handler

        return register

    def resolve(self, method, path):
        """Return (handler, arguments)."""
        allowed = set()
        for pattern, methods, handler in self.routes:
            arguments = pattern.match(path)
            if arguments is None:
                continue
            if method.upper() in methods:
                return handler, arguments
            allowed |= methods
        if allowed:
            raise NotAllowed(sorted(allowed))
        raise NotFound(path)

    def dispatch(self, method, url):
        """Call the handler with the query and its arguments; return what it returns."""
        path, query = split_url(url)
        handler, arguments = self.resolve(method, path)
        return handler(parse_query(query), **arguments)

    def url_for(self, name, /, **arguments):
        if name not in self.named:
            raise NotFound(name)
        return self.named[name].build(**arguments)
