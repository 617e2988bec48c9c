"""A small publish/subscribe bus for asyncio programs."""

from .bus import Bus, Subscription
from .mailbox import Closed, Mailbox
from .topics import InvalidTopic, check_topic, matches

__all__ = ["Bus", "Closed", "InvalidTopic", "Mailbox", "Subscription", "check_topic", "matches"]
