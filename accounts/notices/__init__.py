"""Telling people: notifications, reminders of what is due, and deadlines for their calendars.

One mechanism for every role. An app registers its kinds, reminders and events at start-up and
calls `notify` from its actions. Letters that the law asks for do not pass here: they always go.
"""

from accounts.notices.calendars import events_of, register_events
from accounts.notices.kinds import NoticeKind, kind_label, kind_named, kinds_for, register_kind
from accounts.notices.mailing import mail_each, mail_now, mail_waiting
from accounts.notices.people import people_with
from accounts.notices.reminders import Due, register_reminders, send_reminders
from accounts.notices.telling import People, Words, notify

__all__ = [
    "Due",
    "NoticeKind",
    "People",
    "Words",
    "events_of",
    "kind_label",
    "kind_named",
    "kinds_for",
    "mail_each",
    "mail_now",
    "mail_waiting",
    "notify",
    "people_with",
    "register_events",
    "register_kind",
    "register_reminders",
    "send_reminders",
]
