"""Which job orders in plain words reach."""
