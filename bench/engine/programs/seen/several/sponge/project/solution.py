def sponge(text):
    """Writes the text in sponge case: the letters are in turn upper case,
    lower case, upper case, ... beginning with upper case.
    Other characters stay as they are and are not counted.
    After the end of a sentence ('.', '!' or '?') it begins again with
    upper case."""
    result = ""
    upper = True
    for ch in text:
        if ch.isalpha():
            if upper:
                result += ch.upper()
            else:
                result += ch
            upper = not upper
        else:
            result += ch
            if ch == "." or "!" or "?":
                upper = True
    return result
