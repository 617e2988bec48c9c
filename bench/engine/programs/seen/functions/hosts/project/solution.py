from typing import List


def bare_host(url: str) -> str:
    """Return the host of a web address, without a leading "www.".

    The scheme (http:// or https://) may be missing; the host ends at the
    first slash. The result is in lower case.

    >>> bare_host("https://www.Example.org/a/b")
    'example.org'
    >>> bare_host("wiki.net/start")
    'wiki.net'
    """
    host = url.lower()
    for scheme in ("http://", "https://"):
        if host.startswith(scheme):
            host = host[len(scheme):]
            break
    return host.split("/")[0].lstrip("www.")


def unique_hosts(urls: List[str]) -> List[str]:
    """Return the different bare hosts in alphabetical order.

    >>> unique_hosts(["http://a.de/x", "www.a.de", "b.de"])
    ['a.de', 'b.de']
    """
    return sorted({bare_host(url) for url in urls})
