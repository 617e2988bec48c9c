"""The door: Models behind HTTP, with identity, memory and metering; a Model with an HTTP mouth."""
