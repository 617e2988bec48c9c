"""Answers in which a model says, in its own words, that an order is more than it can do."""

from __future__ import annotations

import re

# Words spelt out before an answer is read: what is left says the same.
_SPELT = tuple(
    (re.compile(short), long)
    for short, long in (
        (r"\u2019", "'"),
        (r"\bcan't\b|\bcan not\b", "cannot"),
        (r"\bwon't\b", "will not"),
        (r"n't\b", " not"),
        (r"\b(i|we)'(m|re)\b", r"\1 am"),
        (r"\b(i|we)'ve\b", r"\1 have"),
        (r"\b(i|we)'(d|ll)\b", r"\1 would"),
        (r"\b(\w+ly|just|still|also|even|afraid|sorry|that)\b,? ", ""),
        (r"\b(it|this|that)'s\b", r"\1 is"),
    )
)
_DEED = (
    r"(do|complete|finish|accomplish|achieve|fix|solve|resolve|repair|implement|perform|carry"
    r"|fulfil+|help|assist|handle|manage|write|change|edit|modify|produce|create|add|build|provide"
    r"|proceed|continue|go (on|any)|comply|satisfy|deliver|figure|work (this|it) out|be of help"
    r"|find (a|any|the|out|what|where|why)|reproduce|determine|identify|locate|take (this|it)|see"
    r"|think of|make (\w+ )?(changes?|edits?|progress)"
    r"|(make|get) (the|it|this|these|any)\b[^.\n]{0,40} (work|pass|run|done|green))(ing|ting)?\b"
)
# How a model says that an order is more than it can do. One that speaks of a check or of a
# detail ("I could not run the linter") does not say so.
_UNABLE = re.compile(
    r"\b(i|we) (cannot|could not|would not be able to|will not be able to|(am|are|was|were)"
    r" (not able to|unable to|not capable of|not equipped to|not going to be able to"
    r"|not sure how to)|have not been able to"
    r"|(do|did) not (think|believe) (i|we) can|(do|did) not know how to|have no idea how to"
    r"|see no way to|cannot see how to|(have )?failed to|(do|did) not manage to)"
    rf" ((to|yet) )?{_DEED}"
    rf"|(\A|[.!?;:,]\s|\b(but|and) )\W*(was )?(cannot|could not|unable to|not able to|failed to)"
    rf" {_DEED}"
    r"|\b(i|we) (cannot|could not|am unable|do not know)\W*$"
    r"|\b(i|we) do not have ((the|any|enough|sufficient) )?(tools?|abilit\w+|means|knowledge"
    r"|information|context|skills?|capabilit\w+|access|permissions?)\b"
    r"|\b(i|we) ((am|got) stuck|((have to|must|need to|would have to|am going to) )?(give up"
    r"|giving up|gave up|decline|refuse|pass on (this|it)))\b|\bi am giving up\b"
    r"|\b(beyond|outside|above|exceeds?)( of)? (me|my|what (i|we) can)\b"
    r"|\btoo \w+ for me\b|\b(im|not )possible for me\b|\bout of (my league|ideas)\b"
    r"|\b(do|did|could) not (see|find|know|have) (a|any) way\b|\bnot something (i|we) can\b"
    r"|\b(task|order|request)( was| is)? not (completed?|done|finished|possible|fulfilled)\b"
    r"|\b(requires?|needs?|try|ask|use) (a|some) (larger|stronger|bigger|better"
    r"|more (capable|powerful)) model\b"
    r"|\b(task|order|request|change|this|it) (cannot|could not) be (done|fixed|solved|completed"
    r"|implemented)\b"
    r"|\A\W*(unable to|cannot) |\bno (solution|fix|way)( was| could be)?"
    r" found\b|\bmy attempts (have )?failed\b|\bnothing i (tried|did) (works|worked|helped|made)\b"
    r"|\b(das kann ich|ich kann (das|dies|es|diese?n? \w+)) (leider )?nicht\b|\bübersteigt mein"
    r"|\bje ne (peux|sais) pas\b",
    re.MULTILINE,
)
# Weaker words, which count where nothing is claimed to have been done.
_WEAK = re.compile(
    r"\b(i|we) (cannot|could not|(am|was) (unable|not able) to) (?!tell|say|verify|check|test|run"
    r"|sign|publish|confirm|measure|push|guarantee|promise|recommend)"
    r"|\b(im|not )possible (for|with|to)\b|\bnot feasible\b|\b(i|we) lack\b|\bfeel able\b"
    r"|\bnothing (i|we) can do\b|\badmit defeat\b|\b(beats|eludes|escapes) (me|us)\b"
    r"|\b(do|does|did|is|are) not (suffice|sufficient|enough)\b|\b(without success|in vain)\b"
    r"|\bnot succe(ed|ssful)"
)
_CLAIMS = re.compile(
    r"(\b(i|we)( have)? |^\W*)(?!(tried|looked|searched|attempted|failed|reverted|considered"
    r"|checked|explored|inspected|analy[sz]ed|examined|investigated|needed|changed no|added no)\b)"
    r"(\w+ed|wrote|made|set|put|ran|built|sent)\b|\bdone\b|\?\W*\Z",
    re.MULTILINE,
)
# Who says that nothing was left to do has not declined, whatever else is impossible.
_NEEDLESS = re.compile(
    r"\b(already (\w+ )?(there|done|exists?|present|implemented|in place|fixed|correct|passe?s?|so"
    r"|the case|has|have|does|is|are|supports?|supported|uses?|named|called|handled|handles"
    r"|contains?|returns?|works?)|nothing (needs?|needed|has|had|is left|was left|left|more) to"
    r"|no (changes?|edits?|work) (is|are|was|were)? ?(needed|required|necessary)"
    r"|(is|are|was) (all )?up to date)\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(r"\W*not (done|fixed)\b", re.IGNORECASE)
_QUOTED = re.compile(r"```.*?(```|\Z)|`[^`\n]*`|^>.*$", re.DOTALL | re.MULTILINE)


def declines(words: str, *, engine: bool = False) -> bool:
    """Tell whether an answer says, in its own words, that the order is more than its model can do.

    Code and quotations in it do not count. The `engine` declines as data; where it did not, only
    the first words of its answer say how it ended.
    """
    if engine or _VERDICT.match(words):
        return _VERDICT.match(words) is not None
    said = _QUOTED.sub(" ", words).lower()
    for short, long in _SPELT:
        said = short.sub(long, said)
    if _NEEDLESS.search(said) is not None:
        return False
    weak = _WEAK.search(said) is not None and _CLAIMS.search(said) is None
    return weak or _UNABLE.search(said) is not None
