"""Duplicates."""
from . import normalize


def groups(contacts):
    """Return the groups of contacts that belong together.

    Contacts with an email address or a phone number in common (in canonical
    form) belong together, directly or by way of other contacts. Only groups
    of two or more are returned, each in the order of `contacts`, the groups
    in the order of their first contacts.
    """
    contacts = list(contacts)
    parent = list(range(len(contacts)))

    def find(place):
        while parent[place] != place:
            place = parent[place]
        return place

    seen = {}
    for place, contact in enumerate(contacts):
        for key in _keys(contact):
            if key in seen:
                parent[find(place)] = find(seen[key])
            else:
                seen[key] = place
    found = {}
    for place, contact in enumerate(contacts):
        found.setdefault(find(place), []).append(contact)
    return [group for group in found.values() if len(group) > 1]


def _keys(contact):
    keys = [("email", normalize.email(text)) for text in contact.emails]
    keys += [("phone", normalize.phone(text)) for text in contact.phones]
    return keys


def combine(group):
    """Return one new contact for a group of at least one; they stay as they are.

    It has the uid and the name of the first one, the emails and phones of all
    in order (each canonical form once, as first written), all tags, and the
    latest `updated`.
    """
    result = group[0].copy()
    result.emails = _unique(normalize.email, [e for c in group for e in c.emails])
    result.phones = _unique(normalize.phone, [p for c in group for p in c.phones])
    for contact in group[1:]:
        result.tags |= contact.tags
        result.updated = max(result.updated, contact.updated)
    return result


def _unique(canonical, texts):
    chosen = {}
    for text in texts:
        chosen.setdefault(canonical(text), text)
    return list(chosen.values())
