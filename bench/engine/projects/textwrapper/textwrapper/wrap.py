"""Break text into lines."""


def chunks(word, width):
    """Yield the pieces of a word that is longer than a line."""
    for start in range(0, len(word), width):
        yield word[start:start + width]


def wrap(text, width=40, indent=""):
    """Return lines of at most `width` characters; later lines get `indent`.

    Words longer than a line are cut.
    """
    if width <= len(indent):
        raise ValueError("width must exceed the indent")
    lines = []
    current = ""
    for word in text.split():
        room = width - (len(indent) if lines else 0)
        if current and len(current) + 1 + len(word) <= room:
            current += " " + word
            continue
        if current:
            lines.append(current)
        pieces = list(chunks(word, width - len(indent)))
        lines.extend(pieces[:-1])
        current = pieces[-1]
    if current:
        lines.append(current)
    return lines[:1] + [indent + line for line in lines[1:]]


def fill(text, width=40, indent=""):
    """Wrap every paragraph and keep one empty line between them."""
    paragraphs = [p for p in text.split("\n\n") if p.strip()]
    return "\n\n".join("\n".join(wrap(p, width, indent)) for p in paragraphs)


def shorten(text, width, mark="..."):
    """Cut at a word so that text and mark fit into `width`."""
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    room = width - len(mark)
    if room < 0:
        raise ValueError("width is smaller than the mark")
    cut = text[:room]
    if text[room] != " " and " " in cut:
        cut = cut[:cut.rindex(" ")]
    return cut.rstrip() + mark
