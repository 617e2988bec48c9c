def sign(number: int) -> str:
    if number > 0:
        return "plus"
    if number < 0:
        return "minus"
    return "zero"


def double(number: int) -> int:
    return number * 2
