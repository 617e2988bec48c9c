"""Write comma-separated text."""

SPECIAL = '"\n\r'


def quote(value, delimiter=","):
    """Return the field as text, in quotes if it needs them; None is an empty field."""
    if value is None:
        return ""
    text = str(value)
    if delimiter in text or any(char in text for char in SPECIAL):
        return '"' + text.replace('"', '""') + '"'
    return text


def dump(rows, delimiter=","):
    """Return all rows as text, one line each."""
    return "".join(
        delimiter.join(quote(value, delimiter) for value in row) + "\n" for row in rows
    )
