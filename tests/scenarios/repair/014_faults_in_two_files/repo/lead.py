def reminder(start, lead):
    return start + lead
