"""What stands between a month and its closing."""

from __future__ import annotations

from dataclasses import dataclass

from carbonre.accounts.account import Account
from carbonre.accounts.closing import Accepted
from carbonre.accounts.findings import OF_A_MONTH, Finding
from carbonre.core.periods import Month


@dataclass(frozen=True)
class Outstanding:
    """What a person must know before a month is closed.

    Attributes
    ----------
    warnings : tuple of Finding
        That began in the month or before, and that nobody accepted: they keep it open.
    accepted : tuple of (Finding, str)
        Those that the group file accepts, each with the reason.
    estimates : tuple of str
        The meters whose amounts are estimated.
    earlier : tuple of Month
        Months before it that are open; closing them may move it.
    """

    warnings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, str], ...]
    estimates: tuple[str, ...]
    earlier: tuple[Month, ...]

    def signed(self, by: str) -> tuple[Accepted, ...]:
        """Return the accepted warnings as a closing states them."""
        return tuple(Accepted(finding.name, by, why) for finding, why in self.accepted)


def outstanding(account: Account, month: Month) -> Outstanding:
    """Return what is outstanding of a month; the account begins no later than what is known."""
    reasons = account.activity.group.data.accept
    found = [one for one in account.findings if one.time[:7] <= str(month)]
    # What is missing of an earlier month is a matter of that month.
    found = [one for one in found if one.kind not in OF_A_MONTH or one.time == str(month)]
    rows = account.books[month].rows
    return Outstanding(
        warnings=tuple(one for one in found if one.name not in reasons),
        accepted=tuple((one, reasons[one.name]) for one in found if one.name in reasons),
        estimates=tuple(sorted({row.meter for row in rows if row.origin == "estimated"})),
        earlier=tuple(one for one in account.books if one < month and one not in account.closed),
    )
