"""The words that every room speaks: items, requests, events, patches. No input, no output."""
