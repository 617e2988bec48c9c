def typed_text(keys: str) -> str:
    """
    Return the text that stands in an editor after the keys were typed. The
    key '#' is the backspace: it deletes the character before the cursor. At
    the start of the text a backspace does nothing.

    >>> typed_text("ab#c")
    'ac'
    >>> typed_text("a##b")
    'b'
    """
    text: list[str] = []
    for key in keys:
        if key == "#":
            if text:
                text.pop()
        else:
            text.append(key)
    return "".join(text)


def same_text(first: str, second: str) -> bool:
    """
    Tell whether two sequences of keys produce the same text.

    >>> same_text("ab#c", "ad#c")
    True
    >>> same_text("a#c", "b")
    False
    """
    return typed_text(first) == typed_text(second)
