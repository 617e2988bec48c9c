from shop import OPEN
