"""Bills for a period."""
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .readings import by_meter, gaps, load
from .tariff import Tariff
from .usage import NoReading, used_between

MAX_GAP = 100


@dataclass
class Account:
    meter: str
    owner: str
    tariff: Tariff
    digits: int = 5
    credit: Decimal = Decimal(0)


@dataclass
class Bill:
    owner: str
    meter: str
    start: date
    end: date
    m3: int
    net: Decimal
    tax: Decimal
    due: Decimal
    credit_left: Decimal
    notes: list = field(default_factory=list)


def make_bill(account, series, start, end):
    """Bill an account from start to end (the standing charge: start in, end out).

    The account's credit pays as much as it can of the amount with VAT; `due` is what
    remains to be paid and `credit_left` what remains of the credit. The account is
    not changed. A note tells of each gap in the readings of more than MAX_GAP days.
    """
    if end <= start:
        raise ValueError("empty period")
    m3 = used_between(series, start, end, account.digits)
    net = account.tariff.net(m3, (end - start).days)
    tax = account.tariff.tax(net)
    due = max(net - account.credit, Decimal(0))
    left = max(account.credit - net, Decimal(0))
    notes = [f"no reading between {a} and {b}" for a, b in gaps(series, MAX_GAP)]
    return Bill(account.owner, account.meter, start, end, m3, net, tax, due, left, notes)


def run(lines, accounts, start, end):
    """Bill all accounts from the lines of a readings file.

    Returns (bills, problems): bills in the order of the accounts, and a list of
    texts: 'unknown meter M' for meters without account, sorted by meter, then
    'cannot bill M' for the accounts (in order) with too few readings.
    """
    readings = list(load(lines))
    known = {account.meter for account in accounts}
    strangers = sorted({r.meter for r in readings} - known)
    problems = [f"unknown meter {meter}" for meter in strangers]
    grouped = by_meter(readings)
    bills = []
    for account in accounts:
        try:
            bills.append(make_bill(account, grouped.get(account.meter, []), start, end))
        except NoReading:
            problems.append(f"cannot bill {account.meter}")
    return bills, problems


def by_owner(bills):
    """Sum of the amounts due of each owner."""
    sums = {}
    for bill in bills:
        sums[bill.owner] = sums.get(bill.owner, Decimal(0)) + bill.due
    return sums
