"""The benchmark of reviews: diffs with a seeded flaw, clean diffs, recall, precision and noise."""
