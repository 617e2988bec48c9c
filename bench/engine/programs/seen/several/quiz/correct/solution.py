def points(answers, key):
    """Points of a quiz. key is a text with the right answers ('ABCA'), answers
    a text of the same length; '-' means no answer. 3 points for a right answer,
    minus 1 for a wrong one, 0 for none. Nobody gets less than 0 points at the end."""
    score = 0
    for i in range(len(key)):
        if answers[i] == "-":
            pass
        elif answers[i] == key[i]:
            score += 3
        else:
            score -= 1
    if score < 0:
        score = 0
    return score


def passed(students, key):
    """students is a dictionary name -> answers. The sorted list of the
    names that have at least half of the highest possible points."""
    half = len(key) * 3 / 2
    names = []
    for name in students:
        if points(students[name], key) >= half:
            names.append(name)
    names.sort()
    return names
