"""What is done with persons and places."""

from accounts.actions.notices import (
    Wish,
    mark_all_read,
    mark_read,
    note_fetch,
    renew_feed,
    save_preferences,
    stop_feed,
)
from accounts.actions.people import (
    ACTS,
    accept,
    accept_as_new_person,
    end_membership,
    invite,
    invite_to_own,
    join,
    mail_invitation,
    send_again,
    withdraw_invitation,
)
from accounts.actions.places import GemeenteRow, Loaded, load_gemeenten

__all__ = [
    "ACTS",
    "GemeenteRow",
    "Loaded",
    "Wish",
    "accept",
    "accept_as_new_person",
    "end_membership",
    "invite",
    "invite_to_own",
    "join",
    "load_gemeenten",
    "mail_invitation",
    "mark_all_read",
    "mark_read",
    "note_fetch",
    "renew_feed",
    "save_preferences",
    "send_again",
    "stop_feed",
    "withdraw_invitation",
]
