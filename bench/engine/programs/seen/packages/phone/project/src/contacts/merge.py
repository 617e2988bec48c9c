"""Three-way merge of address books that were changed in two places."""


def three_way(base, local, remote):
    """Merge {uid: Contact} dictionaries; return (merged, conflicts).

    `base` is the state both sides started from. A contact that one side has
    added is kept, and one that both sides have added is merged as if they
    had started from an empty contact. A contact that one side has deleted
    goes if the other side has not changed its data; if it has, the changed
    contact is kept and (uid, "deleted") is a conflict. All other contacts are
    merged by `merge_contact`. The conflicts are sorted. Nothing in the result
    is shared with the arguments.
    """
    merged, conflicts = {}, []
    for uid in sorted(base.keys() | local.keys() | remote.keys()):
        old, mine, theirs = base.get(uid), local.get(uid), remote.get(uid)
        if mine is None and theirs is None:
            continue
        if mine is None:
            if old is None:
                merged[uid] = theirs.copy()
            elif not theirs.same_data(old):
                merged[uid] = theirs.copy()
                conflicts.append((uid, "deleted"))
        elif theirs is None:
            if old is None:
                merged[uid] = mine.copy()
            elif not mine.same_data(old):
                merged[uid] = mine.copy()
                conflicts.append((uid, "deleted"))
        else:
            merged[uid], fields = merge_contact(old, mine, theirs)
            conflicts.extend((uid, field) for field in fields)
    return merged, sorted(conflicts)


def merge_contact(old, mine, theirs):
    """Merge two versions of a contact; return (contact, conflicting fields).

    A name changed on one side is taken from there. If both sides have changed
    it to different names this is a conflict, and the side with the later
    `updated` wins, the remote side on a tie. Emails, phones and tags that
    either side has added are added (the order is: what is left of `mine`,
    then additions of `theirs`), those that either side has removed are
    removed. `updated` is the later one. `old` may be None.
    """
    fields = []
    result = mine.copy()
    old_name = old.name if old else None
    if theirs.name != mine.name and theirs.name != old_name:
        if mine.name == old_name:
            result.name = theirs.name
        else:
            fields.append("name")
            if theirs.updated >= mine.updated:
                result.name = theirs.name
    for field in ("emails", "phones"):
        before = getattr(old, field) if old else []
        setattr(result, field, _merge_list(before, getattr(mine, field), getattr(theirs, field)))
    before = old.tags if old else set()
    result.tags = (mine.tags & theirs.tags) | (mine.tags - before) | (theirs.tags - before)
    result.updated = max(mine.updated, theirs.updated)
    return result, fields


def _merge_list(before, mine, theirs):
    kept = [item for item in mine if item in theirs or item not in before]
    added = [item for item in theirs if item not in before and item not in mine]
    return kept + added
