import logging
from datetime import datetime
from datetime import timezone

import importlib.metadata

logger = logging.getLogger(__name__)


def now():
    logger.warning(
        "now",  # why
    )
    return datetime.now(timezone.utc).replace(tzinfo=None)


def version(name):
    return importlib.metadata.version("a" + name)


def other(datetime):
    return datetime.utcnow()
