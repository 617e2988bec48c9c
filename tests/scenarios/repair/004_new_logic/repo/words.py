def noun(text):
    return text
