"""The loop: a session asks a model, acts, and asks again; then it proves what was done."""
