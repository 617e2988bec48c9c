import copy
import random

import pytest

from contacts import normalize
from contacts.book import AddressBook
from contacts.dedupe import combine, groups
from contacts.merge import merge_contact, three_way
from contacts.record import Contact

EMAILS = ["a@x.de", "B@x.de", "c@x.de", "d@x.de", "e@x.de"]
PHONES = ["017012345", "0017099999", "+4917012345", "55555", "004917012345", "(0)5 55 55 5"]


def rnd(rng, uid, pool=5):
    return Contact(uid, rng.choice(["Ann", "Bob", "Cy"]), rng.sample(EMAILS[:pool], rng.randint(0, 2)),
                   rng.sample(PHONES, rng.randint(0, 2)), set(rng.sample("pqr", rng.randint(0, 3))), rng.randint(0, 5))


@pytest.mark.parametrize("text, want", [
    ("  +1 212 555 0100", "+12125550100"), ("0012125550100", "+12125550100"), ("00 49 30/12345", "+493012345"),
    ("030-12345", "+493012345"), ("(030) 12345", "+493012345"), ("12345", "+4912345"), ("+0049 12", "+004912"),
])
def test_phone(text, want):
    assert normalize.phone(text) == want


def test_phone_more():
    assert normalize.phone("0 664 1234", "43") == "+436641234"
    assert normalize.phone("0043 664 1234", "1") == "+436641234"
    for text in ("", "1234", "+1 23 4", "abc"):
        with pytest.raises(ValueError):
            normalize.phone(text)


def test_email_and_name():
    assert normalize.email("\tA.B@C.de\n") == "a.b@c.de"
    for text in ("", "@", "a@", "@b", "a@@b", "a@b@c"):
        with pytest.raises(ValueError):
            normalize.email(text)
    assert normalize.name("  Doe ,  John  ") == "john doe"
    assert normalize.name("STRASSE") == normalize.name("straße")


def test_contact():
    c = Contact("1", "A", ["x"], ["y"], {"z"}, 3)
    d = c.copy()
    assert c == d and d.emails is not c.emails and d.phones is not c.phones and d.tags is not c.tags
    d.updated = 9
    assert c.same_data(d)
    for f, v in (("uid", "2"), ("name", "B"), ("emails", []), ("phones", []), ("tags", set())):
        e = c.copy()
        setattr(e, f, v)
        assert not c.same_data(e)


def test_book_oracle():
    rng = random.Random(1)
    for _ in range(150):
        book, model, rev = AddressBook(), {}, 0
        for _ in range(20):
            uid = rng.choice("1234")
            kind = rng.randint(0, 4)
            c = rnd(rng, uid)
            used = {e.lower(): u for u, m in model.items() for e in m.emails}
            clash = any(used.get(e.lower(), uid) != uid for e in c.emails)
            if kind <= 1:
                if uid in model or clash:
                    with pytest.raises(ValueError):
                        book.add(c)
                else:
                    book.add(c)
                    model[uid] = copy.deepcopy(c)
                    rev += 1
                    c.emails.append("zz@x.de")
                    c.tags.add("zz")
            elif kind == 2:
                if uid not in model:
                    with pytest.raises(KeyError):
                        book.update(uid, name="x")
                elif clash:
                    with pytest.raises(ValueError):
                        book.update(uid, name="Zed", emails=c.emails)
                else:
                    book.update(uid, emails=c.emails, tags=c.tags)
                    rev += 1
                    model[uid].emails, model[uid].tags, model[uid].updated = list(c.emails), set(c.tags), rev
                    c.emails.append("zz@x.de")
                    c.tags.add("zz")
            elif kind == 3:
                if uid not in model:
                    with pytest.raises(KeyError):
                        book.remove(uid)
                else:
                    assert book.remove(uid) == model.pop(uid)
                    rev += 1
            assert book.revision == rev and len(book) == len(model)
            for u, m in model.items():
                assert book.get(u) == m
                book.get(u).tags.add("qq")
                book.get(u).emails.append("qq")
            used = {e.lower(): u for u, m in model.items() for e in m.emails}
            for e in EMAILS + ["zz@x.de"]:
                got = book.find_email(e.upper())
                assert got == (model[used[e.lower()]] if e.lower() in used else None)
            assert book.search("") == sorted(model.values(), key=lambda m: (m.name.lower(), m.uid))
            assert [c.uid for c in book.search("BO")] == sorted(u for u, m in model.items() if m.name == "Bob")


def test_book_field():
    book = AddressBook()
    book.add(Contact("1", "A"))
    for bad in ("uid", "updated", "x"):
        with pytest.raises(TypeError):
            book.update("1", name="Z", **{bad: "2"})
    assert book.get("1").name == "A" and book.revision == 1
    with pytest.raises(ValueError):
        book.update("1", name="Z", emails=["nonsense"])
    assert book.get("1").name == "A" and book.revision == 1


def merge_oracle(old, mine, theirs):
    conflict = False
    oname = old.name if old else None
    if mine.name == theirs.name or theirs.name == oname:
        name = mine.name
    elif mine.name == oname:
        name = theirs.name
    else:
        conflict = True
        name = mine.name if mine.updated > theirs.updated else theirs.name

    def lists(f):
        o = getattr(old, f) if old else []
        m, t = getattr(mine, f), getattr(theirs, f)
        return [x for x in m if not (x in o and x not in t)] + [x for x in t if x not in o and x not in m]
    ot = old.tags if old else set()
    tags = {x for x in mine.tags | theirs.tags if (x not in ot) or (x in mine.tags and x in theirs.tags)}
    return Contact(mine.uid, name, lists("emails"), lists("phones"), tags, max(mine.updated, theirs.updated)), conflict


def test_three_way_oracle():
    rng = random.Random(2)
    for _ in range(400):
        sides = []
        base = {u: rnd(rng, u) for u in "123" if rng.random() < 0.7}
        for _ in range(2):
            s = {}
            for u in "1234":
                r = rng.random()
                if u in base and r < 0.4:
                    s[u] = base[u].copy()
                    s[u].updated += rng.randint(0, 1)
                elif r < 0.7:
                    s[u] = rnd(rng, u)
            sides.append(s)
        local, remote = sides
        kept = copy.deepcopy((base, local, remote))
        want, conf = {}, []
        for u in "1234":
            o, m, t = base.get(u), local.get(u), remote.get(u)
            if m and t:
                want[u], c = merge_oracle(o, m, t)
                if c:
                    conf.append((u, "name"))
            elif m or t:
                x = m or t
                if o is None:
                    want[u] = x
                elif (x.name, x.emails, x.phones, x.tags) != (o.name, o.emails, o.phones, o.tags):
                    want[u] = x
                    conf.append((u, "deleted"))
        merged, conflicts = three_way(base, local, remote)
        assert merged == want and conflicts == conf
        for c in merged.values():
            c.emails.append("!")
            c.phones.append("!")
            c.tags.add("!")
        assert (base, local, remote) == kept


def test_merge_contact():
    m, t = Contact("1", "A", updated=2), Contact("1", "B", updated=2)
    c, f = merge_contact(None, m, t)
    assert c.name == "B" and list(f) == ["name"]
    c, f = merge_contact(Contact("1", "A"), m, t)
    assert c.name == "B" and list(f) == []


def keys(c):
    return {e.lower() for e in c.emails} | {normalize.phone(p) for p in c.phones}


def test_groups_oracle():
    rng = random.Random(3)
    for _ in range(400):
        cs = []
        for i in range(rng.randint(0, 9)):
            cs.append(Contact(str(i), "N", [f"{rng.choice('uU')}{rng.randint(0, 9)}@x" for _ in range(rng.randint(0, 2))],
                              [f"{rng.choice(['0', '+49', '0049'])}17100{rng.randint(0, 9)}" for _ in range(rng.randint(0, 1))]))
        label = list(range(len(cs)))
        for _ in cs:
            for i in range(len(cs)):
                for j in range(len(cs)):
                    if keys(cs[i]) & keys(cs[j]):
                        label[i] = label[j] = min(label[i], label[j])
        want = [[c for c, l in zip(cs, label) if l == k] for k in sorted(set(label))]
        want = [g for g in want if len(g) > 1]
        assert groups(iter(cs)) == want


def test_combine_oracle():
    rng = random.Random(4)
    for _ in range(200):
        g = [rnd(rng, str(i)) for i in range(rng.randint(1, 4))]
        kept = copy.deepcopy(g)
        got = combine(g)
        assert g == kept

        def uniq(items, canon):
            out = []
            for x in items:
                if canon(x) not in [canon(y) for y in out]:
                    out.append(x)
            return out
        assert got == Contact("0", kept[0].name, uniq([e for c in g for e in c.emails], str.lower),
                              uniq([p for c in g for p in c.phones], normalize.phone),
                              set().union(*(c.tags for c in g)), max(c.updated for c in g))
        got.tags.add("!")
        got.emails.append("!")
        got.phones.append("!")
        assert g == kept
