def left(total, sold):
    return total - sold
