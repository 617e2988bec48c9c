"""Read comma-separated text (RFC 4180)."""


class ParseError(ValueError):
    """The text is not well formed; `line` is the line where it broke, from 1."""

    def __init__(self, message, line):
        super().__init__(f"line {line}: {message}")
        self.line = line


def parse(text, delimiter=","):
    """Yield each row as a list of strings; quoted fields may hold line breaks."""
    row, field = [], []
    quoted = False
    was_quoted = False
    line = 1
    position = 0
    while position < len(text):
        char = text[position]
        if char == "\n":
            line += 1
        if quoted:
            if char == '"' and text[position + 1:position + 2] == '"':
                field.append('"')
                position += 1
            elif char == '"':
                quoted = False
            else:
                field.append(char)
        elif char == '"' and not field and not was_quoted:
            quoted = True
            was_quoted = True
        elif char == delimiter:
            row.append("".join(field))
            field, was_quoted = [], False
        elif char == "\n":
            row.append("".join(field))
            yield row
            row, field, was_quoted = [], [], False
        elif was_quoted:
            raise ParseError("text after a closing quote", line)
        elif char == '"':
            raise ParseError("quote inside a plain field", line)
        else:
            field.append(char)
        position += 1
    if quoted:
        raise ParseError("quoted field never ends", line)
    if row or field or was_quoted:
        row.append("".join(field))
        yield row


def records(text, delimiter=","):
    """Yield each row as a dictionary with the names of the first row."""
    rows = parse(text, delimiter)
    names = next(rows, None)
    if names is None:
        return
    for number, row in enumerate(rows, start=2):
        if len(row) != len(names):
            raise ParseError(f"expected {len(names)} fields, got {len(row)}", number)
        yield dict(zip(names, row))
