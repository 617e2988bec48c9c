

def f(x: int | None) -> dict[str, int]:
    return {"%s" % "a": x}  # kept
