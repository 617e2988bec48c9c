def to_snake(name: str) -> str:
    """Turn a camelCase or PascalCase name into snake_case.

    Every upper-case letter is made lower-case and, unless it is the first
    character of the name, gets an underscore in front of it.

    >>> to_snake("userName")
    'user_name'
    >>> to_snake("HttpClient2")
    'http_client2'
    >>> to_snake("getID")
    'get_i_d'
    """
    result = ""
    for i, ch in enumerate(name):
        if ch.isupper():
            if i > 0:
                result += "_"
            result += ch.lower()
        else:
            result += ch
    return result
