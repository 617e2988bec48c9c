class TemplateError(Exception):
    """A mistake in a template; `line` is the line where the tag in question begins."""

    def __init__(self, message, line):
        super().__init__(f"line {line}: {message}")
        self.line = line
