"""What kind of order a text is: which words of people stand for which work."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from quire.engine.clauses import POLITE, clauses
from quire.engine.features import is_new
from quire.engine.plaints import ENDLESS, NAMED_DOES, NO_REPORT, TOLD

Kind = Literal[
    "repair", "explain", "status", "review", "beyond", "greeting", "about", "thanks", "stop",
    "again", "empty",
]  # fmt: skip


def _table(rows: tuple[tuple[Kind, str], ...]) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for kind, pattern in rows)


# The whole order is one of these; first match decides.
_WHOLE = _table(
    (
        ("empty", r"\W*"),
        ("greeting", r"\W*(hi|hello|hey|(good ?)?bye|good (morning|day|afternoon|evening|night)"
                     r"|yo|ping|test"
                     r"|see you)"
                     r"( there| quire| again| world| then| for now)?(,? are you (there|ready|up"
                     r"|awake))?\W*"),
        ("thanks", r"\W*(thanks?|thank you|thx|ty|great|perfect|nice|ok(ay)?|cheers)\b.{0,50}"),
        ("stop", r"\W*(please )?(stop|cancel|abort|quit|never ?mind)( it| now| please)?\W*"),
        ("again", r"\W*(please )?(continue|go on|keep (going|trying)|resume|proceed"
                  r"|try (again|harder|once more)|again|carry on|more)( please)?\W*"),
    )
)  # fmt: skip
_OTHER_WORK = (
    r"(write|add|implement|create|build|scaffold|generate|refactor|rename|migrate|port|upgrade"
    r"|document|translate|summari[sz]e|optimi[sz]e|deploy|install|design|extract"
    r"|inline|moderni[sz]e|convert|release|commit|push|merge|rebase|tag|publish|delete|remove"
    r"|speed up|draw|draft|compose|send|plan|describe|explain|review|list|show)\b(?!\.\w|\("
    r"| (does|doesn't|is|isn't|are|was|were|has|fails|returns|gives|raises|crashes"
    r"|never|no longer|should)\b)"
)
# Of these, what may ask for the cause of a fault or for the state of the tests.
_ASKING = r"(describe|explain|review|list|show|summari[sz]e)\b"
_SYMPTOM = (
    r"\b(fix(es|ed|ing)?|repair\w*|debug\w*|solv(e|ing)|correct(ing)?|resolv(e|ing)|bugs?"
    r"|broken?|breaks?|fail(s|ed|ing|ure|ures)?|crash(es|ed|ing)?|error(s|ed|ing)?|exceptions?"
    r"|traceback"
    r"|regressions?|wrong(ly)?|incorrect(ly)?|misbehav\w+|hangs?|investigat\w+|raises?"
    r"|(doesn't|does not|don't|do not|isn't|is not|won't) (work|pass|return|run)\w*"
    r"|test_\w+ (is|are|was) (\w+ )?red|(users?|customers?|clients?) (complain|report)\w*"
    r"|red (tests?|ci|build)|(tests?|ci|build|pipeline|suite|it) (is|are|was|were) (\w+ )?red"
    r"|is `?test_[^\s`]+`? red|\w+(Error|Exception)|instead of|expected|unexpected(ly)?"
    r"|should(n't)? (be(?! able to)|return|give|have|not|raise|print)"
    r"|but (got|gets?|returns?|gives?|is|(it|they|this|that) should(n't| not))"
    r"|but (it |they |that )?(does|do|did|is|are|was|were|will|wo)(n't| not)(?= (so|it"
    r"|that)\b|\W*$|[.,;!\n])"
    r"|used to (work|pass|run)|worked (yesterday|before|until|fine|last|earlier)"
    r"|keeps (on )?(growing|crashing|hanging|looping)"
    r"|(prints|shows|returns|outputs|gives|writes) nothing"
    r"|off[- ]by[- ]one|(divides|division) by zero"
    r"|mistakes?|issues?|problems?|defects?|faulty|flak(y|es?|iness|ey)|deflake"
    r"|(non|in)-?determinis\w+|deterministic|unstable|stabili[sz]e|pass(es|ing)?)\b"
)
# What is corrected in words or looks, or made faster or nicer, of which no test can tell.
_OF_WORDS = (
    r"(fix|correct|repair|resolve|improve)\W+((the|all|a|an|some|my|our|this|every|bad|poor|slow)"
    r"\W+)*(typos?|spelling|grammar|wording|formatting|indentation style|lint\w*|warnings?"
    r"|code style|style|docs?|documentation|docstrings?|comments?|readme|changelog|licen[sc]e"
    r"|performance|speed|slowness|memory (usage|consumption)|latency|design|naming)\b"
    r"|make\b[^.\n]{0,60}\b(nicer|prettier|faster|quicker|cleaner|clearer|simpler|shorter|smaller"
    r"|better|friendlier|leaner|more \w+|look \w+)\b"
    r"|(improve|reword|polish)\W+((the|all|our|my|some)\W+)*(error|exception|warning)\W+(messages?"
    r"|texts?|handling|reporting)\b"
    r"|(use|prefer|switch to)\b(?![^.\n]*\b(wrong|fail|crash|bug|\w+Error))[^.\n]*\b(instead of"
    r"|rather than)\b"
)
# What no test of a Python project judges.
_OF_OTHERS = (
    r"(fix|correct|repair|resolve|debug)\W+((the|all|a|an|some|my|our|this|every|broken)\W+)*(css"
    r"|html|style ?sheets?|javascript|typescript|js|react|front-?end|dockerfile|docker|ci|pipeline"
    r"|workflows?|makefile|yaml|bash|shell scripts?|sql)\b(?!\.py|[/(_])"
)
_FEATURE = (
    r"(feature( request)?|enhancement|proposal|user story|story|epic)\b\W*:"
    r"|as an? [^,\n]{1,40}, i (want|need|would like|'d like)\b"
)
# A question about the code, or about anything else, is for who can read.
_ABOUT_CODE = (
    r"((what|how) (do|does|did|would)\W+(?!i\b|you\b|we\b|(the |my |our )?tests?\b)[^?\n]{1,60}"
    r"\b(do|mean|work|differ|behave)\W*(here|exactly|in (this|the) \w+)?\W*$"
    r"|where (is|are|do|does)\b[^?\n]{1,60}\b(defined|implemented|used|called|located|live)\b)"
)
# Tests that are made to pass by being weaker: nothing is proven then.
_TESTS_OF = (
    r"((all|the|any|every|each|my|our|those|these|failing|broken|red|flaky|slow|unit)\W+)*"
    r"(tests?\b|test_\w+|assert\w*|expectations?)"
)
_WEAKEN = (
    rf"((skip|disable|ignore|delete|remove|comment out|x-?fail|mute|silence|deactivate|turn off"
    rf"|drop|weaken|relax|loosen|lower|soften)\W+{_TESTS_OF}"
    r"|(change|edit|adapt|adjust|update|correct)\W+((the|all|those|these)\W+)*(expected"
    r"|assert\w*)\b"
    r"|(lower|reduce|relax|disable|drop)\W+(the\W+)?((coverage|test|ci|quality)\W+)*(threshold"
    r"|limit|gate)"
    rf"|mark\W+{_TESTS_OF}[^.\n]{{0,40}}\b(x-?fail\w*|skip\w*|expected)"
    rf"|.*\bby\W+(deleting|removing|skipping|disabling|changing|editing|weakening|relaxing|adapting"
    rf"|adjusting|loosening|commenting out)\W+{_TESTS_OF}"
    rf"|(change|edit|adapt|adjust|update|rewrite)\W+{_TESTS_OF}\W+(so( that)?|to|until)\b.*"
    r"\b(pass(es)?|green|succeed|match|expects?|accepts?)\b)"
)
# A review is of a change: the order names one, or nothing at all.
_REVIEW = (
    r"((do|run|make|perform|give me|start|i need|we need)\W+)?((a|an|the|another|thorough|quick"
    r"|security|code|pre-?commit|short|full|careful)\W+)*"
    r"((pr|mr|pull request|branch|diff|change|commit) review\b|review(?=(\W+(please|pls"
    r"|now))?\W*$|(\W+(my|the|this|our))*\W+(code|work|results?|outcome)\W*$"
    r"|.*\b(uncommit+ed|(un)?staged|changes?|diff|patch|commits?|branch|pull request|pr|mr|against"
    r"|HEAD|(?=[a-f]*\d)[0-9a-f]{7,40})\b))"
)
_CHANGE = (
    r"((\b(uncommit+ed|unstaged|staged|local|pending|current|recent|latest|last|new|my|our|these"
    r"|the|this|that|your|his|her|their)\W+){1,4}(\w+ )?(changes?|modifications?|edits?|diffs?"
    r"|commits?|patch(es)?|branch|pr|pull request|merge request|mr|worktree|working (tree|copy)"
    r"|uncommit+ed \w+|refactoring)\b"
    r"|\b(diff|HEAD([~^]\d*)*|commit \W?[0-9a-f]{6,40}|pull request|(un)?staged|uncommit+ed"
    r"|(?=[a-f]*\d)[0-9a-f]{7,40})\b"
    r"|\bwhat (i|we|he|she|they)(\W?ve| have)?( just)? (changed|did|wrote|done|committed|pushed)"
    r"|\bwhat (has |have )?changed"
    r"|\b(haven't|not|have not)( been)?( yet)? commit+ed|\bsince (origin|main|master|HEAD)"
    r"|\bbefore (i|we) (commit|push|merge)|\b(this|my|the) (pr|mr)\b)"
)
_REVIEWING = (
    r"\b(review\w*|critique|critici[sz]e|feedback|(pair|set) of eyes|second (opinion|look)"
    r"|looks? (over|at|through|good|ok\w*|right|fine|sane)|(go|read|walk|comb) (over|through)"
    r"|check|inspect|audit|sanity|proof-?read|vet|assess|evaluate|comment on|judge|examine"
    r"|anything (wrong|suspicious|off|bad|odd)|introduced?|point out|what do you think|thoughts"
    r"|opinion|lgtm|(good|ready|safe|ok\w*) to (go|merge|commit|push|ship)"
    r"|(is|are) (it|this|that|they|all|everything|(the|my|our) \w+) (correct|right|ok\w*|good"
    r"|fine|sane)"
    r"|control|verify|validate|double-check"
    r"|(any|find|spot|see|catch|contains?|are there|is there|look for|have|has)\b[^.?\n]{0,30}"
    r"\b(bugs?|mistakes?|problems?|issues?|errors?|flaws?|regressions?|smells?))\b"
)
# A call that begins an order and what it does: `add(2, 2) returns 5` asks for nothing to be added.
_REPORT = (
    r"^\W*((when|if|calling|running|after|for"
    r"|with)\b[^\n(]{0,30} ?)?`?[\w.]+\([^\n]*\)`?[^\n]{0,60}?"
    r"[,: ] *(raises?|throws?|returns?|gives?|crash|fails?|should|must|is\b|are\b|yields?|hangs?"
    r"|prints?|(i|we) (get|got|see|expect)|does(n't| not))"
    r"|\b(is|was|are|returns?|gives?|get|got) [^,.\n]{1,40}, (but )?not [^\s]"
    r"|\b(ought to|supposed to)\b|\w\([^\n]*\)`? *(->|=>|==|\u2192)[^\n]*\b(want|expect|should"
    r"|but|not)"
    r"|(^|\n)\W*(steps to|how to|to) reproduce\b|(^|\n)\W*(expected|actual"
    r"|observed)\b[^\n]{0,40}[:\n]"
)
# What may stand between two words of a sentence; a dot within a path or a name does not end it.
_IN = r"(?:[^.?!\n]|[.](?=\w))"
_FAILS = r"\b(tests?|suite|test_\w+|fail\w*|pass(es|ing)?|crash\w*|\w+Error)\b"
# Who asks for the cause of a fault wants to know it; that it be mended is said in other words.
_CAUSE = (
    r"((is|are) there|(check|look|search)( for| if there (is|are))|(is|was) (it|this|that))\W+"
    r"((a|an|any|some|still|the)\W+)*(bugs?|errors?|faults?|problems?|issues?|mistakes?|defects?"
    r"|(some|any)thing wrong)\b|what\W*(s|is|are)\W+(broken|failing)\b"
    r"|(is|was) (the|our|my) (bug|error|fault|mistake|problem) (in|of|from|because|caused|due)\b"
    r"|(locate|pinpoint|pin down|trace|track down|identify|isolate|determine|narrow down)\b[^.\n]*"
    r"\b(bugs?|errors?|faults?|causes?|origin|source|lines?|place|commit|change|crash\w*"
    r"|fail\w*|\w+Error|problem|defect|regression)\b"
    r"|(git )?bisect\b(?![(.])|find\W+(out\W+)?(the|which|what|who)\W+(\w+\W+)?(commit|change"
    r"|line|person|revision|version)?\b[^.\n]*\b(broke|breaks?|made|makes|caus\w+|introduced)\b"
)
_WHY = (
    r"\b(?<!no idea )(?<!don't know )(?<!dont know )(?<!not know )(?<!not sure )(why('?s)?|wy"
    r"|how come|how is it possible)\b"
    r"|\b(since (when|which|what)|when did|who (broke|caused))\b|\bno idea why\b.*\bfind out\b"
    r"|\bwhat('?s| is) up with\b"
    r"|\bwhat('?s| is| are| was| did| do| does|'?re| went| goes| could| can| might)?\b"
    rf"{_IN}{{0,50}}\b(wrong|broke|breaks?|caus\w+|reasons?|problem|means?|happen\w*|complain\w*"
    r"|going on)\b|\b(interpret|decipher|post[- ]?mortem)\b|\bwhat (has |have )?changed\b"
    r"|^\W*(is|are|was|were)\b[^.\n]*\bbecause of\b|^\W*did (?!i\b|we\b)[^.\n]*\b(break|cause)\b"
    rf"|\bwhat (makes?|made|lets?)\b|\broot[- ]?causes?\b|\b(the|same|a|its|real|actual|likely)"
    r" (causes?|reasons?)\b|\breasons? (for|why|of|behind)\b"
    r"|\b(explain\w*|explanations?|diagnos\w+|analy[sz]\w+)\b"
    r"|\b(understand|make sense of|walk me through|insight)\b|\b(culprit|to blame"
    r"|responsible for)\b"
    rf"|\bwhere (exactly )?(does|do|is|are|did)\b{_IN}{{0,60}}\b(com(e|es|ing) from|fault|bug"
    rf"|wrong|error)\b"
    rf"|\b(which|what) (line|change|commit|function|part|code|module)\b{_IN}{{0,30}}\b(caused?s?"
    rf"|breaks?|broke|ma[dk]es?|introduced|fault|blame)\b|\bhow (can|does|could"
    rf"|did) {_IN}{{1,40}}\b(fail|crash"
    r"|happen|break|be wrong|end up|go wrong)\b"
)
# Who asks how the tests stand wants to hear it, and nothing changed.
_STANDS = (
    r"(pass(es|ing|ed)?|fail(s|ing|ed|ures?)?|green|red|broken|breaks?|work(s|ing)?|ok(ay)?|fine"
    r"|succeed\w*|(run|go|come) through|stands?|doing|health\w*|good|state|status|results?)"
)
_SUITE = (
    r"((all|the|my|our|any|these|those|unit|of|whole|full|entire|complete|project's|integration"
    r"|existing|current|a|which|what|how many)\W+){0,8}(tests?( suite| cases?| files?)?|suite"
    r"|testsuite|pytest|unittest|test_\w+|(?<!\w/)(?>[\w./]{0,60}?tests?/[\w./]*))"
)
_RUN = (
    r"(re-?)?(run+|check(?=\W+(\w+\W+){0,2}tests?\W*$)|execute|start|launch|trigger|invoke"
    r"|kick off)\W+((just|only|all|once|me)\W+)*"
    rf"{_SUITE}(?!\w)"
)
_STATUS = (
    rf"{_RUN}"
    r"|(python3? -m )?(pytest|unittest)((\s+-{1,2}[\w=-]+)|(\s+[\w.-]*/[\w./:\[\]-]*))*\W*$"
    r"|(which|what|how many|how(?! (do|can|should|would|could|to|does) (i|we|you|one)\b)|are"
    r"|is|do|does|did|will|has|have|any|anything|tell|show|list|name"
    r"|give|report|check|see|verify|confirm|let (me|us) know|find out|count|print|display|get"
    r"|summari[sz]e|(i|we)( only| just)?(('d| would) like| want| need) to (know|see|hear"
    r"|find out))\b"
    rf"({_IN}{{0,80}}\b{_SUITE}\b{_IN}{{0,60}}\b{_STANDS}"
    rf"|{_IN}{{0,60}}\b{_STANDS}\b{_IN}{{0,30}}\b{_SUITE}"
    r"|\W+((me|us|all|the|of|any|a|list|number|summary|counts?|what|which|is|are|s|currently"
    r"|still|that|tests?|checks?|ones?)\W+)*"
    r"(failures|fails?|failing|broken|red|passed|failed)\b"
    rf"|( that| whether| if)?( we| it| everything| the (build|branch|repo|code|project|ci)"
    rf"| this| all)\b{_IN}{{0,20}}"
    r"\b(green|red|pass(es|ing)?|broken|fine|ok(ay)?|working|healthy|works?|build))\b"
    r"|((give|show|print|get|send)\W+((me|us)\W+)?)?((a|the|current|quick|short)\W+)*(py)?tests?"
    r"[- ](status|results?|summary|report|overview)(?=\W*$|\s+(for|of|on|in|please|pls|now)\b)"
    r"|tests? *\?\W*$|how many (unit )?tests\b|((a|the)\W+)?test[- ]run(\W+(please|pls|now))*\W*$"
    r"|((quick|short) check\W+)?(all|everything|tests?|the tests|suite|we)\W+((still|all|now)\W+)*"
    r"(green|red|ok(ay)?|pass(ing|es)?|fine)\s*\?\W*$"
    r"|((a|the|current|quick)\W+)*(status|state|summary|overview|health) (of|for|on)\W+"
    rf"(the\W+)?([a-z]+\W+)?{_SUITE}"
)
# Who asks what a change broke asks for a review of it.
_BROKE = (
    r"(did|do|does|have|has|will|would|could)\W+(i|we|my|our|this|these|that|the)\b[^.?\n]{0,40}"
    r"\b(break|broken|broke)\W+(any|some)(thing|where|body|one)\b(?![^.?\n]*\btest_\w)"
)
# Who asks for an opinion wants words, whatever the thing is called.
_OPINION = (
    r"what('?s| is)? ?(do you think|your (opinion|view|take)) (of|about|on)\b"
    r"|(is|are|how (good )?(is|are)) (our|my)\b[^.\n]*\b(handling|design|architecture|structure"
    r"|style|quality|approach)\b"
)
# Words of a wish that nothing be changed, and of what somebody else mends.
_HANDS_OFF = (
    r"\b(don'?t|do not|without|not|never|no need to|before (i|you|we)|instead of"
    r"|(i|we|he|she|they|\w+)('ll| will| is going to| are going to)|(i|we) (can|could)|let me)"
    r"\s+(\w+\s+){0,2}?"
    r"(fix\w*|chang\w+|edit\w*|touch\w*|modif\w+|repair\w*|alter\w*|patch\w*|correct\w*|solv\w+)\b"
    r"(\W+(anything|any (files?|code)|it|them|the (code|files?|tests?)|yet|please|but)\b)*\W*"
    r"|\b(no|zero|without( any)?) (code |source |further )?(edits?|changes?|fix(es)?"
    r"|modifications?)\b|\bread[- ]only\b"
    r"|\b(reports?|explanation|analysis|diagnosis) only\b|\bonly (report|explain|tell|analy[sz]e)\b"
)
# What is spared while the rest is to be changed; and that somebody else mends, or nobody.
_SPARING = (
    r"\b(don'?t|do not|without|not|never|no need to)\s+(\w+\s+)?(touch\w*|chang\w+|edit\w*"
    r"|modif\w+|alter\w*)\s+((the|any|my|our|existing|of|other)\s+)*"
    r"(tests?( files?| code| cases?)?\b|test_\w+|\S+\.py\b|\S+/(?=\W|$)|(public )?api\b"
    r"|signatures?\b"
    r"|interface\b)(\s+(themselves|itself|folder|directory))?"
)
_NO_DEED = (
    r"\b(no (code |source )?(changes|edits)|(reports?|analysis|diagnosis) only|read[- ]only)\b"
)
# Behind a search: what is done with what was found.
_WITH_IT = (
    r"\b(and|then)\W+(?!(tell|explain|show|report|describe|understand|see|check|give|let|say"
    r"|name|list|prove|analy[sz]e|write|is|was|why)\b)\w+ (it|them|that|this)\b(?! \w+s\b)"
)
# What makes a question for the cause one of a fault.
_TROUBLE = (
    rf"{_SYMPTOM}|\b{ENDLESS}|\w\(|\b(root[- ]?cause|post[- ]?mortem)\b.*\b(test_\w+|tests?)\b"
    r"|^\W*did\b.*\btest_\w+"
)
_MEND = (
    r"\b((?<!the )(?<!my )(?<!a )(?<!this )(?<!that )fix(es)?|(start|try|needs?|help|by|with|for"
    r"|of)\W+(\w+\W+)?fixing|repair|solve|mend"
    r"|resolve|(correct|patch|sort) (the|it|this|that|them"
    r"|all|my|our)|sort (out|this|that|it)|iron out|heal|squash|remedy|rectify|tackle"
    r"|put (it|this|that|them) right|clean up (the )?(failing|broken|red)"
    r"|deal with|take care of|get rid of"
    r"|(make|get|bring|turn)\b.{0,60}\b(pass|green|work(ing)?|run(ning)?|succeed))\b"
)
# Somewhere in the order; first row that matches decides, and none means beyond.
_GOALS: tuple[tuple[Kind, str], ...] = (
    ("repair", r"\b(make|get|bring|turn)\b.{0,60}\b(pass|green|succeed|work)(es|ing)?\b"),
    (
        "repair",
        r"\b(make|get|bring)\b[^.\n]{0,40}\b(tests?|suite|pytest|build|ci)\b[^.\n]{0,20}"
        r"\b(run|running|going)\b(?!\W+(in|on|under|with|fast|concurrent|every|after|as)\w*)",
    ),
    ("repair", r"\bso( that)? (the |all |every )*tests? (pass|succeed|work)"),
    ("repair", rf"\b{_SUITE}\b[^.\n]{{0,40}}\bto (pass|be green|succeed|work)\b"),
    ("repair", r"Traceback \(most recent call last\)|\bwhat('s| is) wrong\b"),
    ("repair", _REPORT),
    ("beyond", rf"^{POLITE}{_OTHER_WORK}"),
    ("beyond", rf"^{POLITE}({_OF_WORDS}|{_OF_OTHERS}|{_FEATURE}|{_ABOUT_CODE})"),
    (
        "beyond",
        rf"^{POLITE}(find|look for|search( for)?|check for|scan)\W+((any|all|for)\W+)*"
        r"(security|vulnerab|secrets)",
    ),
    ("beyond", rf"^{POLITE}({_OPINION})(?!.*{_FAILS})"),
    ("repair", _SYMPTOM),
    ("repair", rf"^(?!.*({NO_REPORT})).*({TOLD})"),
    ("repair", rf"^(?!.*({NO_REPORT})){POLITE}{NAMED_DOES}"),
    ("repair", r"\btest_\w+|\.py::\w+"),
)
_ABOUT = (
    r"\b(who|what) (are|r) (you|u)\b|\byour (name|model|version)\b|\bare you (an? )?(ai|human|bot"
    r"|llm|model|gpt|robot|person|chatgpt|language model)\b|\bwhat (can|could|do) you do\b"
    r"|\bwhat are you (good|made|able|capable)\b|\bwhat (kinds?|sorts?) of (tasks?|work|things?"
    r"|jobs?"
    r"|orders?)\b|\b(which|what) (kinds? of )?(tasks?|jobs?|orders?|things)\b[^.?\n]{0,20}\b(can"
    r"|do) "
    r"(i|you)\b|\b(which|what) (language )?model\b|^\W*help\W*$|\bintroduce yourself\b"
)


def kind_of(text: str) -> Kind:
    """Return what kind of order `text` is; what nothing recognises is beyond."""
    for kind, pattern in _WHOLE:
        if pattern.fullmatch(text):
            return kind
    if _compiled(_ABOUT).search(text):
        return "about"
    parts = clauses(text)
    if _begins(parts, _REVIEW):
        return "review"
    if _begins(parts, _WEAKEN):
        return "beyond"
    return _asked(text, parts) or _wanted(text)


def _asked(text: str, parts: tuple[str, ...]) -> Kind | None:
    """Return what an order asks to be told; None where something is to be done."""
    if _compiled(f"^{POLITE}(?!{_ASKING}){_OTHER_WORK}").match(text):
        return None
    plain = _compiled(_SPARING).sub(" ", text)
    meant = _compiled(_HANDS_OFF).sub(" ", plain)
    mends = _compiled(_MEND).search(meant) or _compiled(_WITH_IT).search(meant)
    if mends or (_compiled(r"\bdebug\b").search(meant) and not _compiled(_NO_DEED).search(text)):
        return None
    if _begins(parts, _BROKE) and not _compiled(_FAILS).search(text):
        return "review"
    of_change = _compiled(_CHANGE).search(text) and _compiled(_REVIEWING).search(text)
    if of_change and not _compiled(_FAILS).search(text):
        return "review"
    symptom = _compiled(_TROUBLE).search(text)
    if symptom and _compiled(_WHY).search(meant):
        return "explain"
    if symptom and _begins(parts, _CAUSE) and not _compiled(_CHANGE).search(text):
        return "explain"
    if _begins(clauses(meant), _STATUS):
        return "status"
    if of_change:
        return "review"
    return "explain" if symptom and (meant != plain or _begins(parts, _CAUSE)) else None


def _wanted(text: str) -> Kind:
    if is_new(text):
        return "beyond"
    if _compiled(f"^{POLITE}{_ASKING}").match(text) and _compiled(_MEND).search(text):
        return "repair"
    for kind, form in _GOALS:
        if _compiled(form).search(text):
            return kind
    return "beyond"


def _begins(parts: tuple[str, ...], form: str) -> bool:
    """Tell whether a clause begins with a form, courtesy passed over."""
    pattern = _compiled(f"{POLITE}(?:{form})")
    return any(pattern.match(part) for part in parts)


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Compile a form when it is first asked for: all of them cost a start some milliseconds."""
    return re.compile(form, re.IGNORECASE | re.DOTALL)
