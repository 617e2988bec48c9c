"""Answerers over HTTP, and wrappers that are answerers again."""
