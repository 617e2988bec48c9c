"""An address book that can be synchronised."""
