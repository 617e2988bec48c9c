def missing_letters(text):
    """The letters of the alphabet (a to z) that are not in the text, neither
    as capital nor as small letters: one text in alphabetical order."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    text = text.lower()
    letters = list(alphabet)
    for letter in letters:
        if letter in text:
            letters.remove(letter)
    return "".join(letters)


def is_pangram(text):
    """True if all letters of the alphabet are in the text."""
    if missing_letters(text) == "":
        return True
    else:
        return False
