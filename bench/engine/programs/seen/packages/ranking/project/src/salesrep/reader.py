"""Reading delimited text with quotes."""


class FormatError(ValueError):
    pass


def split_records(text, sep=","):
    """Yield lists of fields.

    A field may be quoted by '"': then it may hold separators, line ends and
    doubled quotes for a quote. Unquoted fields are stripped of blanks around
    them, quoted ones are kept as they are. Blank lines are left out.
    """
    fields = []
    buffer = []
    quoted = False      # the field being read was quoted
    inside = False      # between the quotes
    i = 0

    def finish():
        nonlocal quoted
        value = "".join(buffer)
        fields.append(value if quoted else value.strip())
        buffer.clear()
        quoted = False

    while i < len(text):
        ch = text[i]
        if inside:
            if ch != '"':
                buffer.append(ch)
            elif text[i + 1:i + 2] == '"':
                buffer.append('"')
                i += 1
            else:
                inside = False
        elif ch == '"' and not "".join(buffer).strip() and not quoted:
            buffer.clear()
            inside = quoted = True
        elif ch == sep:
            finish()
        elif ch == "\n":
            finish()
            if fields != [""]:
                yield fields
            fields = []
        elif quoted:
            if ch not in " \t\r":
                raise FormatError(f"text after a quoted field: {ch!r}")
        else:
            buffer.append(ch)
        i += 1
    if inside:
        raise FormatError("quote is not closed")
    if buffer or fields or quoted:
        finish()
        if fields != [""]:
            yield fields


def read_table(text, sep=","):
    """Records as dicts named by the first record's fields."""
    records = split_records(text, sep)
    header = next(records, None)
    if header is None:
        return []
    if len(set(header)) != len(header):
        raise FormatError("a column name is used twice")
    rows = []
    for number, record in enumerate(records, start=1):
        if len(record) != len(header):
            raise FormatError(f"record {number} has {len(record)} fields")
        rows.append(dict(zip(header, record)))
    return rows
