"""Sentences that tell of a fault without a word for one: what the code does, and ought not."""

from __future__ import annotations

# A sentence that tells what the code does tells of a fault, but not behind `that` or `which`.
ENDLESS = (
    r"(never|no longer) ((\w+ly|really|ever|quite) )?(end|stop|terminate|finishe?|return|work|pass"
    r"|run|load|start|open|match|save|update|expire|close|release|reset|flush|refresh|clear|reach)s?\b"
)
TOLD = (
    rf"(?<!\bthat )(?<!\bwhich )(?<!\bwho )\b{ENDLESS}"
    r"|\b(infinite|endless) (loop|recursion)|(al|even )though\b"
    r"|\b(gives|returns|prints|shows|writes|is|are|get|got) (\w+ )?(nonsense|garbage|rubbish"
    r"|gibberish)\b|"
    r"(?<!\bthat )(?<!\bwhich )(?<!\bwho )\b(drops|loses|ignores|forgets|swallows|skips|mangles"
    r"|truncates|corrupts|duplicates|overwrites|leaks|freezes|mixes up|cuts off)\b(?![^.\n]*\?)"
    r"|\b(is|are|was|were|gets?) (reversed|swapped|mixed up|cut off|truncated|garbled|inverted"
    r"|duplicated|lost|swallowed|ignored|dropped|skipped|shifted|overwritten)\b(?![^.\n]*\?)"
    r"|\b(does|do|did|is|are|was|were|ca|wo)(n't| not) (?!\w+ing\b|(have|need|support|know|matter"
    r"|belong|use|look|feel|seem|like|care|mind|want|worry|forget|there|installed|implemented"
    r"|documented|supported|tested|covered|needed|used|finished|allowed|decided|interested|planned"
    r"|required|pushed|committed|sure|clear|good|nice|a|an|the|my|our|in|on|at|yet|so|very)\b)\w+"
    r"(?![^.\n]*(\?|\btests?\b))|\b(is|are) off (by|with)\b|\bdoes nothing\b|\bchokes on\b"
    r"|\bslips? through\b|\baccepts (invalid|wrong|bad|malformed|negative|illegal)\b"
    r"|(?<!\bthat )(?<!\bwhich )\b(returns|gives|prints|shows|exits with)\b"
    r"( (stale|outdated|old|random) |[^.\n]{1,60}\b(it|that|this) (must|should|ought to|has to)\b)"
    r"|\b(is|are|gets?) \w+ed twice\b"
    r"|\b(rows?|lines?|records?|items?|entry|entries|elements?|values?|characters?|digits?|pages?"
    r"|columns?|days?|months?|letters?|words?|keys?) (is|are|goes|go) missing\b"
)
# Whose sentence is no report: who asks, wishes, orders another work, or tells of people.
NO_REPORT = (
    r"\?|^\W*(i|we|what|when|how|who|where|why|which)\b|(^|[,.;:!]|\band|\bthen|\bto|\bso)\s*"
    r"((please|pls|just|and|so|also|can you|could you)\W+)*(add|build|make|write|tell|give|explain"
    r"|describe|document|let|replace|rewrite|implement|support|change|create)\b"
    r"|\b(i|we|wants?)('d| would)? (like|want|wish|to|an?)\b|\bwants\b"
    r"|\b(team|dog|cat|boss|designer|company|colleagues?|friends?|teacher|people|nobody|everyone"
    r"|manager|wife|husband|kids?|mails?|weather)\b"
)
# The same of a name of the code, whatever it does: `sort_rows puts the last one first`.
NAMED_DOES = (
    r"(the )?((function|method|class|helper) )?(`[\w.]+(\(\))?`|\w+\([^)\n]*\)"
    r"|[a-z]\w*_\w+(\.\w+)*)"
    r" (always |sometimes |still |also |only )?(?!(needs|requires|deserves|wants|lacks|has|is|was"
    r"|uses|takes|belongs|gets|does|imports|contains|inherits|exists|looks|tests|calls|docs"
    r"|args|arguments|functions|names|columns|values)\b)"
    r"[a-z]+[^s\W]s\b(?! (should|must|to)\b)"
)
