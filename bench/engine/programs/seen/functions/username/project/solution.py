def make_username(first, last, taken):
    """First letter of the first name and the first seven letters of the
    last name, in lower case. Characters of the last name that are not
    letters are left out. If the name is taken, 1 is written
    after it, or else 2, or else 3 and so on."""
    letters = ""
    for ch in last:
        if ch.isalpha():
            letters += ch.lower()
    base = first[0].lower() + letters[:7]
    name = base
    number = 1
    while name in taken:
        name = name + str(number)
        number += 1
    return name


def make_all(people):
    """Usernames for a list of 'First Last' texts, in the same order. A name
    that was given to somebody before is taken."""
    names = []
    for person in people:
        parts = person.split()
        new = make_username(parts[0], parts[1], names)
        names.append(new)
    return names
