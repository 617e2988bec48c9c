from typing import Dict, Optional


def f(x: Optional[int]) -> Dict[str, int]:
    return {"%s" % "a": x}  # kept
