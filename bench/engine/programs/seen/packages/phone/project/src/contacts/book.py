"""The address book."""
from . import normalize

FIELDS = ("name", "emails", "phones", "tags")


class AddressBook:
    """Contacts by uid, with an index of their addresses.

    What goes in and what comes out are copies: to change a contact call
    `update`. `revision` grows by one with each change of the book.
    """

    def __init__(self):
        self._contacts = {}
        self._by_email = {}
        self.revision = 0

    def __len__(self):
        return len(self._contacts)

    def add(self, contact):
        """Store a new contact.

        ValueError if the uid or one of the addresses is in use already; then
        nothing changes.
        """
        if contact.uid in self._contacts:
            raise ValueError(f"uid in use: {contact.uid}")
        self._check_emails(contact.uid, contact.emails)
        self._store(contact.copy())

    def get(self, uid):
        """A copy of the contact; KeyError if there is none."""
        return self._contacts[uid].copy()

    def update(self, uid, **changes):
        """Change fields (name, emails, phones, tags) of a contact.

        KeyError for an unknown uid, TypeError for any other field, ValueError
        if an address belongs to another contact; then nothing changes. The
        contact's `updated` becomes the new revision of the book.
        """
        contact = self.get(uid)
        for field, value in changes.items():
            if field not in FIELDS:
                raise TypeError(f"no such field: {field}")
            setattr(contact, field, value)
        contact = contact.copy()
        self._check_emails(uid, contact.emails)
        contact.updated = self.revision + 1
        self._forget_emails(uid)
        self._store(contact)

    def remove(self, uid):
        """Delete the contact and return it; KeyError if there is none."""
        contact = self._contacts.pop(uid)
        self._forget_emails(uid)
        self.revision += 1
        return contact

    def find_email(self, address):
        """A copy of the contact with that address (in any case), or None."""
        uid = self._by_email.get(normalize.email(address))
        return None if uid is None else self.get(uid)

    def search(self, text):
        """Copies of the contacts whose name contains the text, by name."""
        wanted = " ".join(text.casefold().split())
        found = [c.copy() for c in self._contacts.values() if wanted in normalize.name(c.name)]
        return sorted(found, key=lambda c: (normalize.name(c.name), c.uid))

    def _check_emails(self, uid, emails):
        for address in emails:
            owner = self._by_email.get(normalize.email(address), uid)
            if owner != uid:
                raise ValueError(f"address in use: {address}")

    def _forget_emails(self, uid):
        for address in [key for key, owner in self._by_email.items() if owner == uid]:
            del self._by_email[address]

    def _store(self, contact):
        self._contacts[contact.uid] = contact
        for address in contact.emails:
            self._by_email[normalize.email(address)] = contact.uid
        self.revision += 1
