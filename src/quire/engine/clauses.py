"""An order in plain words, taken into clauses: what may stand before a verb, and where one ends."""

from __future__ import annotations

import re

# What may stand before the verb of an order: courtesy, and words that only join it to others.
POLITE = (
    r"\W*(?:(?:please(?: to)?|pls|plz|kindly|now|then|just|hey|hi|hello|quire|also|ok|okay|first"
    r"|next"
    r"|finally|quickly|simply|maybe|perhaps|so|and|but|well|todo|task|thanks|today)\b\W*"
    r"|(?:can|could|would|will|might) (?:you|we)(?: (?:please|kindly|maybe|perhaps|also|just"
    r"|help me"
    r"|try|manage|be so (?:kind|nice)(?: as)?|be able))*(?: to)?\W+"
    r"|would you mind\W+|(?:is it|would it be) possible to\W+|(?:do|feel free to|go ahead and)\W+"
    r"|(?:i|we)(?:(?: would|'d)? (?:really )?(?:like|love|prefer)| want| need| wish)"
    r" (?:you to|to have you)\W+|(?:i|we)(?:'d like| would like| want| need) to(?! know)\W+"
    r"|(?:your|the|my|our) (?:task|job|goal|order|request|aim)(?: is)?(?: to)?\W+"
    r"|(?:let's|lets|let us|try to|make sure to|you (?:should|must|can|may)|we (?:should|must"
    r"|have to|ought to)|it'd be (?:nice|great)"
    r" (?:to|if you(?: could)?)|it would be (?:nice|great) (?:to|if you(?: could)?))\W+"
    r"|help (?:me|us)(?: to)?\W+|(?:time|a request|one thing)(?: to)?\W+){0,12}"
)
# A sentence ends, a line, an item of a list, or a part that a dash or a courtesy sets off.
_END = re.compile(
    r"\s*\n\s*(?:[-*+\u2022]\s+|\d+[.)]\s+|#+\s+|>\s+)?|(?<=[.!?;:])[\"')]?\s+"
    r"|\s+(?:--?|\u2013|\u2014)\s+|,\s+(?=(?:please|pls|can you|could you|so|then|but)\s+\w)",
    re.IGNORECASE,
)
_MOST = 40
# Characters of a clause that are read; what is longer is no order but what one is about.
LONGEST = 2_000
_SHORT = re.compile(r"\b(e\.g|i\.e|etc|vs|resp|approx|incl)\.$", re.IGNORECASE)


def clauses(text: str) -> tuple[str, ...]:
    """Return the clauses of an order in its order, the whole text before them; 40 at most."""
    found = [text.strip()]
    begun = ""
    for piece in _END.split(found[0]):
        begun = f"{begun} {piece}".strip()
        ended = begun.count("`") % 2 == 0 and not _SHORT.search(begun)
        if ended or len(begun) > LONGEST:
            found.append(begun)
            begun = ""
    return tuple(each for each in dict.fromkeys([*found, begun]) if each)[:_MOST]
