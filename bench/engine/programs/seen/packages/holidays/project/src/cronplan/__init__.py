from .cron import Cron
from .fields import CronError, parse_field
from .holidays import Calendar
from .planner import Planner

__all__ = ["Calendar", "Cron", "CronError", "Planner", "parse_field"]
