"""Kinds of providers, quality marks and what is taught."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LearningRoute(TextChoices):
    """The three leerroutes of the Wet inburgering 2021, by DUO's code."""

    B1 = "B", _("B1 route")
    EDUCATION = "O", _("Education route")
    SELF_RELIANCE = "Z", _("Z route")

    @property
    def recognition(self) -> "RecognitionKind":
        """What a provider of this route must hold (domain: TST for O, Blik op Werk for B and Z)."""
        return RecognitionKind.TST if self == self.EDUCATION else RecognitionKind.QUALITY_MARK


class RecognitionKind(TextChoices):
    QUALITY_MARK = "bow", _("Blik op Werk quality mark")
    TST = "tst", _("Diploma recognition bridging programme (TST)")


class ProviderKind(TextChoices):
    ROC = "roc", _("Regional training centre (ROC)")
    LANGUAGE_SCHOOL = "language_school", _("Language school")
    CONSORTIUM = "consortium", _("Consortium")


class DeliveryMode(TextChoices):
    """How lessons are given."""

    DAY = "day", _("Daytime")
    EVENING = "evening", _("Evening")
    ONLINE = "online", _("Online")
    COMBINED = "combined", _("Combined")


class Standing(TextChoices):
    """What a recognition is worth on a day; follows from its dates and from its check."""

    UNCHECKED = "unchecked", _("To be checked")
    REJECTED = "rejected", _("Not accepted")
    TO_COME = "to_come", _("Not yet valid")
    VALID = "valid", _("Valid")
    EXPIRING = "expiring", _("Expires soon")
    LAPSED = "lapsed", _("Lapsed")

    @property
    def tone(self) -> str:
        tones = {
            "unchecked": "busy",
            "rejected": "wrong",
            "valid": "good",
            "expiring": "attention",
            "lapsed": "wrong",
        }
        return tones.get(self.value, "neutral")


class RegistrationStatus(TextChoices):
    """How far the registration of an organisation without an account has come."""

    UNCONFIRMED = "unconfirmed", _("E-mail address to be confirmed")
    CONFIRMED = "confirmed", _("To be judged")
    PROPOSED = "proposed", _("Proposed for admission")
    REFUSED = "refused", _("Not taken into the register")

    @property
    def tone(self) -> str:
        tones = {"confirmed": "attention", "proposed": "good", "refused": "wrong"}
        return tones.get(self.value, "neutral")


class AdmissionStatus(TextChoices):
    """Whether a provider may be given work in a region."""

    PROPOSED = "proposed", _("Proposed")
    ADMITTED = "admitted", _("Admitted")
    REFUSED = "refused", _("Refused")
    SUSPENDED = "suspended", _("Suspended from new work")
    BLOCKED = "blocked", _("Blocked")
    ENDED = "ended", _("Ended")

    @property
    def tone(self) -> str:
        tones = {
            "proposed": "busy",
            "admitted": "good",
            "suspended": "attention",
            "blocked": "wrong",
            "refused": "wrong",
        }
        return tones.get(self.value, "neutral")


class RegisterSource(TextChoices):
    """Who says so."""

    PROVIDER = "provider", _("The provider")
    REGION = "region", _("The region")
    DUO = "duo", _("DUO")


class ChangeStatus(TextChoices):
    """What became of a proposed change of the register."""

    OPEN = "open", _("To be judged")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {"open": "busy", "accepted": "good", "refused": "wrong"}.get(self.value, "neutral")


class RegisterField(TextChoices):
    """A fact of the register that changes only after the region's consent.

    The last two set the last day of a quality mark or recognition, of which DUO says that it is
    no longer held.
    """

    LEGAL_NAME = "legal_name", _("Statutory name")
    TRADE_NAME = "trade_name", _("Trade name")
    KIND = "kind", _("Kind")
    DUO_NUMBER = "duo_number", _("DUO institution number")
    BRIN = "brin", _("BRIN")
    QUALITY_MARK_ENDS = "bow_ends", _("End of the Blik op Werk quality mark")
    TST_ENDS = "tst_ends", _("End of the TST recognition")


class ContactSubject(TextChoices):
    """What a contact of a provider is for."""

    GENERAL = "general", _("General")
    PLACEMENTS = "placements", _("Placements and groups")
    CONTRACTS = "contracts", _("Contracts and tenders")
    DATA = "data", _("Data deliveries")
    INVOICES = "invoices", _("Invoices")
    PRIVACY = "privacy", _("Privacy")


class VisitTopic(TextChoices):
    """What is looked at during a visit; follows what regions agree in contracts and covenants."""

    GROUP_SIZE = "group_size", _("Group size")
    TEACHER = "teacher", _("Teacher and qualification")
    LESSON = "lesson", _("Lesson and level")
    ATTENDANCE = "attendance", _("Attendance records")
    PROGRESS = "progress", _("Progress conversations and reports")
    LOCATION = "location", _("Location and accessibility")


class ComplaintSubject(TextChoices):
    """What a complaint about a provider is about."""

    LESSON = "lesson", _("Lessons and teacher")
    GROUP = "group", _("Group or schedule")
    PROGRESS = "progress", _("Progress and guidance")
    LOCATION = "location", _("Location and facilities")
    CONDUCT = "conduct", _("Conduct")
    ADMINISTRATION = "administration", _("Administration and data")
    OTHER = "other", _("Something else")


class ComplaintOutcome(TextChoices):
    """How a complaint ended."""

    FOUNDED = "founded", _("Founded")
    PARTLY = "partly", _("Partly founded")
    UNFOUNDED = "unfounded", _("Unfounded")
    SETTLED = "settled", _("Settled together")
    WITHDRAWN = "withdrawn", _("Withdrawn by the complainant")
