"""What kinds of faults are told of many customers: each sentence has a name in it, so that the kind is said beside it.

Two faults of one kind, with the same customer and the same value, are one, whoever found them.
"""

from __future__ import annotations

NO_GROUP = "customer without a group"
UNKNOWN_GROUP = "group that is not in the sheet"
NO_CARD_LEVEL = "customer's card without a level"
NO_RATE = "currency without a rate"
NO_ADDRESS = "customer without a postal address"
UNMATCHED = "credits not matched"
COVERED = "credits that cover what is owed"
TO_SEND_AGAIN = "invoice to send again"
TO_CONFIRM = "proposed by an import"
LINE_TWICE = "line that stands twice"
UNKNOWN_CUSTOMER = "customer that is not in the sheet"
WITHOUT_EMAIL = "e-mail wanted without an address"
BAD_EMAIL = "e-mail address that cannot be used"
LEVEL_WITHOUT_DATE = "level without a date"
