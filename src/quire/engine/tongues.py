"""Orders in German and French, and verbs with a slip of the pen, read as plain English orders.

Only what begins with a known verb is read: word for word from a short list, with a few forms whose
words stand in another order. Names, paths and whatever is quoted stay as they are. A reading that
misses is as cheap as any other order: the job that it reaches declines or proves its work.
"""

from __future__ import annotations

import re
from functools import cache

# Rows of words and what they mean; an order in a tongue begins with one of its verbs.
_GERMAN = """
mach|mache|bringe|sorge make | behebe|behebt|repariere|reparier|fixe|korrigiere|löse|beseitige fix
| schreibe|schreib|verfasse write | erstelle|erzeuge|generiere|lege create | ergänze|füge add
| benenne|nenne rename | verschiebe|verschieb move | prüfe|prüf|überprüfe|begutachte review
| migriere|wandle|konvertiere|stelle|baue convert | warum|wieso|weshalb why | führe|starte run
| richte prepare | installiere install | entferne|lösche remove
"""
_GERMAN_WORDS = """
bitte please | test test | tests tests | fehler bug
| fehlern bugs | tippfehler typo | rechtschreibung spelling
| doku|dokumentation documentation | kommentare comments | unittests unit tests | namens called
| integrationstests integration tests | fehlschlagende|fehlschlagenden|kaputten|roten|rot failing
| grün|gruen green | laufen pass | funktion|funktionen function | methode method | klasse class
| modul module | datei file | projekt project | paket package | webdienst web service
| kommandozeilenprogramm command line tool | änderungen|aenderungen changes
| meine|meinen|mein my | letzten|letzte last | den|die|das|der|dem|des the
| ein|eine|einen|einem a | alle|allen all | für|fuer for | von of | und and | mit with
| abhängigkeiten dependencies | umgebung environment | virtuelle|virtuellen virtual
| lauffähig ready
| entwicklungsumgebung development environment | alles everything | hier here | startklar ready
| nach|zu|zum|auf to | nicht not | sind are | ist is | schlägt|scheitert|schlagen does | fehl fail
"""
_FRENCH = """
corrige|corriger|corrigez|répare|réparer|réparez|résous|résoudre fix | fais|faire|faites make
| écris|écrire|écrivez|ecris|rédige write | crée|créer|créez|génère create | ajoute|ajouter add
| renomme|renommer|renommez rename | déplace|déplacer|déplacez move | relis|relire|vérifie review
| migre|migrer|convertis|convertir convert | pourquoi why | lance|lancer|exécute run
| prépare|préparer prepare | installe|installer install | supprime|supprimer|enlève remove
"""
_FRENCH_WORDS = """
test test | tests tests | erreur|erreurs|bogue bug | faute typo
| commentaires comments | unitaires unit
| échouent|échoue fail | fonction function | méthode method | classe class | fichier file
| projet project | paramètre parameter | paquet package | appelé|appelée|nommé|nommée called
| changements|modifications changes | mes|mon|ma my | dernier|dernière last | le|la|les|l the
| un|une a | des some | tous|toutes all | pour for | de|du of | et and | avec with
| vers|à|en to | dépendances dependencies | environnement environment | virtuel virtual
| tout everything
| dans in | qui that | passer pass | svp please
"""
# What stands in another order: the words in English, with what was found.
_FORMS = (
    (r"(?:benenne|nenne)\s+(?P<what>.+?)\s+(?:in|zu)\s+(?P<new>\S+)\s+um\W*",
     "rename {what} to {new}"),
    (r"füge\s+(?P<what>.+?)\s+hinzu\W*", "add {what}"),
    (r"(?:stelle|baue)\s+(?P<what>.+?)\s+auf\s+(?P<new>.+?)\s+um\W*", "convert {what} to {new}"),
    (r"führe\s+(?P<what>(?:alle\s+|die\s+)*tests)\s+aus\W*", "run {what}"),
    (r"richte\s+(?P<what>.+?)\s+ein\W*", "prepare {what}"),
    (r"(?:mach|mache|bringe)\s+(?P<what>(?:alle\s+|die\s+)*tests)\b.*", "make {what} pass"),
    (r"fais\s+passer\s+(?P<what>.*tests)\W*", "make {what} pass"),
    (r"(?:migre|convertis)\s+(?P<what>.*tests)\s+(?:vers|à|en)\s+(?P<new>.+)",
     "convert {what} to {new}"),
)  # fmt: skip
# What stands at the end of a German wish, and a report in other words than English.
_ENDINGS = {
    "reparieren": "fix", "beheben": "fix", "fixen": "fix", "korrigieren": "fix",
    "schreiben": "write", "erstellen": "create", "umbenennen": "rename", "verschieben": "move",
    "prüfen": "review",
}  # fmt: skip
_WISH = re.compile(
    rf"\W*(?:(?:kannst|könntest|würdest) du\s+)?(?:bitte\s+)?(?P<what>.+?)\s+"
    rf"(?P<verb>{'|'.join(_ENDINGS)})\W*",
    re.IGNORECASE,
)
_REPORTS = (
    (r"\W*(?:die|alle|meine|les|mes|tous les)\s+tests\s+(?:schlagen fehl|sind rot|échouent"
     r"|ne passent (?:pas|plus)|(?:laufen|gehen|funktionieren) nicht).*",
     "fix the tests"),
    (r"\W*(?:laufen|bestehen|passen|funktionieren)\s+(?:alle|die|meine)?\s*(?:unit)?tests"
     r"(?:\s+(?:durch|noch|jetzt))*\W*", "do the tests pass?"),
    (r"\W*sind\s+(?:alle|die|meine)\s+(?:unit)?tests\s+(?:noch\s+|jetzt\s+)?(?:grün|ok)\W*",
     "do the tests pass?"),
    (r"\W*(?:est-ce que\s+)?(?:tous\s+)?(?:les|mes)\s+tests\s+passent(?:-ils)?\s*\?\W*",
     "do the tests pass?"),
    (r"(?:la fonction\s+|die funktion\s+)?(?P<what>\S+)\s+(?:liefert|ergibt|renvoie|retourne|donne)"
     r"\s+(?P<old>.+?)\s+(?:statt|anstatt|au lieu de)\s+(?P<new>.+)",
     "{what} returns {old} instead of {new}"),
)  # fmt: skip
# One of these stands in every report.
_SIGNS = (" fehl", " rot", "échouent", " statt ", "au lieu de", "tests", "passent")
_TITLE = re.compile(
    r"(?:refactor|chore|tests?|todo|task)(?:\([\w./-]+\))?:\s+(?=\S)", re.IGNORECASE
)
_VERBS = (
    "rename", "extract", "inline", "migrate", "convert", "upgrade", "review", "repair", "write",
    "create", "generate", "scaffold", "remove", "reorder", "replace", "move", "debug", "explain",
)  # fmt: skip
_POLITE = re.compile(
    r"\W*(?:(?:please|pls|now|just|hey|hi|quire|bitte|svp|(?:can|could|would|will) you"
    r"|peux-tu|pouvez-vous|tu peux)\b\W*)*",
    re.IGNORECASE,
)
_WORD = re.compile(r"`[^`]*`|[^\W\d_]+(?![\w./(])", re.UNICODE)


def in_english(text: str) -> str:
    """Return an order as it reads in English; the same text where it is English, or unknown."""
    head, end, rest = text.partition("\n")
    title = _TITLE.match(head)
    if title is not None:
        return in_english(text[title.end() :])
    told = _reported(head)
    if told:
        return told + end + rest
    start = _POLITE.match(head)
    begin = start.end() if start else 0
    first = re.match(r"[^\W\d_]+", head[begin:])
    if first is None:
        return text
    word = first[0].lower()
    if word in _VERBS or len(head) > _LONGEST:
        return text
    words = next((table for verbs, table in _tables() if word in verbs), None)
    if words is not None:
        return _translated(head[begin:], words) + end + rest
    meant = _meant(word)
    return f"{head[:begin]}{meant}{head[begin + len(word) :]}{end}{rest}" if meant else text


_LONGEST = 300
"""Characters of a first line beyond which it is a report, and not an order in a few words."""


def _reported(head: str) -> str:
    """Return a report or a wish with the verb at its end in English, nothing for other words."""
    lowered = head.lower()
    if any(sign in lowered for sign in _SIGNS):
        for form, english in _REPORTS:
            found = re.fullmatch(form, head, re.IGNORECASE)
            if found:
                return english.format(**found.groupdict())
    wished = next((each for each in (head, head.partition(",")[0]) if _is_wish(each)), "")
    if not wished:
        return ""
    wish = _WISH.fullmatch(wished)
    if wish is None:
        return ""
    verb, what = _ENDINGS[wish["verb"].lower()], _by_word(wish["what"], _tables()[0][1])
    if verb == "rename":
        what = re.sub(r"\s+(?:in|to)\s+(\S+)$", r" to \1", what)
    return f"{verb} {what}"


def _is_wish(text: str) -> bool:
    return text.lower().rstrip(" ?.!").endswith(tuple(_ENDINGS))


def _translated(text: str, words: dict[str, str]) -> str:
    for form, english in _FORMS:
        found = re.fullmatch(form, text, re.IGNORECASE)
        if found:
            parts = {name: _by_word(part, words) for name, part in found.groupdict().items()}
            return english.format(**parts)
    return _by_word(text, words)


def _by_word(text: str, words: dict[str, str]) -> str:
    return _WORD.sub(lambda found: words.get(found[0].lower(), found[0]), text)


@cache
def _tables() -> tuple[tuple[dict[str, str], dict[str, str]], ...]:
    """Return the verbs, and all words, of each tongue."""
    tongues = ((_GERMAN, _GERMAN_WORDS), (_FRENCH, _FRENCH_WORDS))
    return tuple((_table(verbs), _table(verbs) | _table(words)) for verbs, words in tongues)


def _table(text: str) -> dict[str, str]:
    """Read rows like `schreib|schreibe write`, parted by ` | `."""
    rows = (row.split(maxsplit=1) for row in " ".join(text.split()).split(" | "))
    return {word: english for names, english in rows for word in names.split("|") if word}


def _meant(word: str) -> str:
    """Return the verb that a word is one slip away from: a letter too many, too few, or swapped."""
    if len(word) < _SHORTEST or word in _KNOWN:
        return ""
    near = [verb for verb in _VERBS if len(verb) >= _SHORTEST and _slipped(word, verb)]
    return near[0] if len(near) == 1 else ""


_SHORTEST = 5
# English words that are near a verb and mean something else.
_KNOWN = frozenset(
    ("white", "wrote", "writes", "creates", "created", "creator", "removed", "removes", "renamed",
     "renames", "reviews", "replaced", "replaces", "explains", "upgrades", "moved", "moves",
     "repairs", "extracts", "inlined", "converts", "debugs", "generated", "generates", "migrated",
     "scaffolds", "migrates")
)  # fmt: skip


def _slipped(word: str, verb: str) -> bool:
    if len(word) == len(verb):
        differ = [at for at in range(len(word)) if word[at] != verb[at]]
        swapped = len(differ) == 2 and word[differ[0]] == verb[differ[1]]
        return swapped and differ[1] == differ[0] + 1 and word[differ[1]] == verb[differ[0]]
    longer, shorter = sorted((word, verb), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )
