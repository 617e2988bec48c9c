def reveal(word, guessed):
    """The word with '_' for each letter that is not in guessed; one space
    between the characters."""
    out = ""
    for letter in word:
        if letter in guessed:
            out += letter
        else:
            out += "_"
        out += " "
    return out.strip()


def play(word, guesses, lives):
    """Plays hangman. word is in lower case, the guesses are
    single letters in upper or lower case. A wrong guess costs a life; a letter
    that was guessed before (right or wrong) costs nothing. The game is over
    when the word is complete or the lives (at least 1 at the start) are
    used up; later guesses do not matter.
    Returns (status, lives left, display), status is 'won', 'lost'
    or 'playing', display is the word as shown by reveal."""
    guessed = []
    for g in guesses:
        g.lower()
        if g in guessed:
            break
        if g not in word:
            lives -= 1
        else:
            guessed.append(g)
        show = reveal(word, guessed)
        if lives == 0:
            return "lost", 0, show
        if "_" not in show:
            return "won", lives, show
    return "playing", lives, reveal(word, guessed)
