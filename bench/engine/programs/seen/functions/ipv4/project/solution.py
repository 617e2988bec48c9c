def valid_ipv4(address: str) -> bool:
    """Tell whether a string is an IPv4 address in dotted notation.

    It has four parts, separated by dots; each is a number from 0 to 255,
    written with the ASCII digits only and without leading zeros.

    >>> valid_ipv4("192.168.1.10")
    True
    >>> valid_ipv4("10.0.0.0")
    True
    >>> valid_ipv4("1.2.3")
    False
    >>> valid_ipv4("1.2.03.4")
    False
    """
    parts = address.split(".")
    if len(parts) != 4:
        return False
    for part in parts:
        if not (part.isascii() and part.isdigit()):
            return False
        if len(part) > 1 and part[0] == "0":
            return False
        if int(part) > 255:
            return False
    return int(parts[3]) > 0
