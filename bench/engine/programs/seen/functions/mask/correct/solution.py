def mask_email(address: str) -> str:
    """Hide most of the name in an e-mail address.

    The first and the last character of the part before the "@" stay, each of the
    characters between becomes a "*". If that part has only one or two characters,
    just the first one stays and the other one, if any, becomes a "*". The domain
    is shown in lower case.

    >>> mask_email("alice@Example.com")
    'a***e@example.com'
    >>> mask_email("bo@site.org")
    'b*@site.org'
    >>> mask_email("x@y.net")
    'x@y.net'
    """
    name, _, domain = address.partition("@")
    if len(name) <= 2:
        hidden = name[0] + "*" * (len(name) - 1)
    else:
        hidden = name[0] + "*" * (len(name) - 2) + name[-1]
    return hidden + "@" + domain.lower()
