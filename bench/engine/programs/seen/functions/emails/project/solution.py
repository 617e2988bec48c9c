def unique_addresses(emails: list[str]) -> list[str]:
    """
    Return the distinct mailboxes among the e-mail addresses, in the order in
    which they first appear, in normal form.

    The normal form is in lower case. In the local part (before the '@') dots
    are ignored, and everything from the first '+' on is ignored too. The
    domain keeps its characters. Each address contains exactly one '@'.

    >>> unique_addresses(["Ann.Lee@mail"])
    ['annlee@mail']
    >>> unique_addresses(["a.b+news@site.org", "ab@site.org"])
    ['ab@site.org']
    >>> unique_addresses([])
    []
    """
    result: list[str] = []
    for email in emails:
        local, domain = email.lower().split("@")
        local = local.split("+")[0].replace(".", "")
        domain = domain.replace(".", "")
        address = local + "@" + domain
        if address not in result:
            result.append(address)
    return result
