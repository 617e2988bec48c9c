import logging
from datetime import datetime

import pkg_resources

logger = logging.getLogger(__name__)


def now():
    logger.warn(
        "now",  # why
    )
    return datetime.utcnow()


def version(name):
    return pkg_resources.get_distribution("a" + name).version


def other(datetime):
    return datetime.utcnow()
