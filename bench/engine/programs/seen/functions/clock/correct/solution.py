def hands_angle(hours: int, minutes: int) -> float:
    """Return the smaller angle, in degrees, between the hour hand and the minute
    hand of an ordinary clock. hours is 0 to 23, minutes is 0 to 59; the hour hand
    moves steadily.

    >>> hands_angle(3, 0)
    90.0
    >>> hands_angle(12, 30)
    165.0
    >>> hands_angle(21, 0)
    90.0
    """
    minute_angle = minutes * 6
    hour_angle = (hours % 12) * 30 + minutes * 0.5
    difference = abs(hour_angle - minute_angle)
    return min(difference, 360 - difference)
