def capitalize_sentences(text: str) -> str:
    """Begin every sentence with a capital letter.

    Sentences end with ". "; the first character of each sentence is put in
    upper case and nothing else is changed.

    >>> capitalize_sentences("it rains. we stay in.")
    'It rains. We stay in.'
    >>> capitalize_sentences("he works at NASA. so does Ann.")
    'He works at NASA. So does Ann.'
    >>> capitalize_sentences("")
    ''
    """
    def fix(sentence: str) -> str:
        return sentence.capitalize()

    return ". ".join(fix(part) for part in text.split(". "))
