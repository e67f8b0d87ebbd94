"""What is done with persons and places."""

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
    "accept",
    "accept_as_new_person",
    "end_membership",
    "invite",
    "invite_to_own",
    "join",
    "load_gemeenten",
    "mail_invitation",
    "send_again",
    "withdraw_invitation",
]
