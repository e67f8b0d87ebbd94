"""The sheet of placements, declared once: template, upload, explanation and error texts follow."""

from django.utils.translation import gettext_lazy as _

from config.shared.columns import Choice, Column, Date, Decimal, Sheet, Text
from config.shared.identifiers import clean_gemeente_code
from contracts.enums import (
    Cohort,
    ConversationOutcome,
    InterruptionReason,
    Level,
    Literacy,
    Outcome,
    PlacementStatus,
    TargetGroup,
)
from contracts.imports import rules
from contracts.imports.cell_rules import cell_rules
from providers.enums import DeliveryMode, LearningRoute

MOST_HOURS = 5_000

COLUMNS = (
    Column(
        "reference",
        _("reference"),
        Text(40),
        required=True,
        aliases=("kenmerk", "nummer", "placement", "placement reference", "plaatsingsnummer"),
        help=_("Your own reference of the placement, never a name or a BSN."),
        example="TV-2026-0012",
    ),
    Column(
        "gemeente",
        _("gemeente code"),
        Text(4, clean=clean_gemeente_code),
        required=True,
        aliases=("gemeente", "gemeentecode", "municipality", "CBS code"),
        help=_("CBS code of the gemeente that pays, four digits."),
        example="0384",
    ),
    Column(
        "route",
        _("route"),
        Choice(
            LearningRoute,
            aliases={
                LearningRoute.B1: ("b1",),
                LearningRoute.EDUCATION: ("onderwijs", "education"),
                LearningRoute.SELF_RELIANCE: ("zelfredzaamheidsroute", "self-reliance route"),
            },
        ),
        required=True,
        aliases=("leerroute", "learning route"),
        example=LearningRoute.EDUCATION.label,
    ),
    Column(
        "target_group",
        _("target group"),
        Choice(
            TargetGroup,
            aliases={
                TargetGroup.STATUS_HOLDER: ("statushouder", "asielstatushouder", "asiel"),
                TargetGroup.FAMILY_MIGRANT: ("gezin", "gezinsmigranten", "gezinsmigrant"),
                TargetGroup.OTHER: ("overig", "overige migrant"),
            },
        ),
        required=True,
        aliases=("doelgroep",),
        example=TargetGroup.STATUS_HOLDER.label,
    ),
    Column(
        "literacy",
        _("literacy"),
        Choice(Literacy, aliases={Literacy.NOT_APPLICABLE: ("n.v.t.", "nee", "geen")}),
        aliases=("alfabetisering", "literacy education"),
        help=_("DUO's code: A, AA or NVT. Empty means not applicable."),
        example=Literacy.NOT_APPLICABLE.label,
    ),
    Column(
        "group",
        _("group"),
        Text(40),
        aliases=("groep", "lesgroep", "groepscode", "course group"),
        help=_("Reference of the group as it stands in Taalregie. Empty while not placed."),
        example="OW-2026-09",
    ),
    Column(
        "place",
        _("place"),
        Text(80),
        aliases=("locatie", "plaats", "lesplaats", "location"),
        help=_(
            "Place of the capacity line. Needed only without a group, "
            "when the contract has this route in several places."
        ),
        example="Diemen",
    ),
    Column(
        "level",
        _("level"),
        Choice(Level),
        required=True,
        aliases=("niveau", "taalniveau"),
        help=_("Not A2 with the education route, not B1 with the Z route."),
        example="B1",
    ),
    Column(
        "mode",
        _("delivery mode"),
        Choice(DeliveryMode, aliases={DeliveryMode.DAY: ("dag",)}),
        aliases=("lesvorm", "delivery", "mode"),
        help=_("Empty means daytime."),
        example=DeliveryMode.DAY.label,
    ),
    Column(
        "pip_on",
        _("PIP date"),
        Date(),
        aliases=("PIP", "datum PIP", "PIP-datum"),
        help=_("Day of the decision on the Plan Inburgering en Participatie."),
        example="2026-07-01",
    ),
    Column(
        "planned_first_on",
        _("planned first day"),
        Date(),
        required=True,
        aliases=("geplande startdatum", "verwachte startdatum", "planned start"),
        example="2026-09-01",
    ),
    Column(
        "planned_last_on",
        _("planned last day"),
        Date(),
        required=True,
        aliases=("geplande einddatum", "verwachte einddatum", "planned end"),
        example="2028-02-25",
    ),
    Column(
        "actual_first_on",
        _("actual first day"),
        Date(),
        aliases=("startdatum", "werkelijke startdatum", "actual start"),
        help=_("From the status Started on."),
        example="2026-09-01",
    ),
    Column(
        "actual_last_on",
        _("actual last day"),
        Date(),
        aliases=("einddatum", "werkelijke einddatum", "actual end"),
        help=_("With a status that ends the placement."),
    ),
    Column(
        "status",
        _("status"),
        Choice(
            PlacementStatus,
            aliases={
                PlacementStatus.STARTED: ("gestart", "actief", "lopend"),
                PlacementStatus.DROPPED_OUT: ("uitval", "uitgevallen"),
                PlacementStatus.COMPLETED: ("afgerond", "voltooid"),
                PlacementStatus.WAITLISTED: ("wachtlijst",),
            },
        ),
        required=True,
        aliases=("stand",),
        example=PlacementStatus.STARTED.label,
    ),
    Column(
        "status_on",
        _("status date"),
        Date(),
        required=True,
        aliases=("status since", "datum status", "statusdatum", "status sinds"),
        help=_("Day on which the status began; never in the future."),
        example="2026-09-01",
    ),
    Column(
        "status_reason",
        _("reason"),
        Text(200),
        aliases=("reden", "status reason", "toelichting"),
        help=_("Why the placement stopped or was refused; no names, nothing about health."),
    ),
    Column(
        "offered_hours",
        _("offered hours"),
        Decimal(places=2, minimum=0, maximum=MOST_HOURS),
        aliases=("aangeboden uren", "uren aangeboden"),
        help=_("Hours of lessons since the start, not of this month alone."),
        example="120,5",
    ),
    Column(
        "attended_hours",
        _("attended hours"),
        Decimal(places=2, minimum=0, maximum=MOST_HOURS),
        aliases=("gevolgde uren", "uren gevolgd"),
        help=_("At most the hours offered."),
        example="96",
    ),
    Column(
        "interruption_reason",
        _("reason of the interruption"),
        Choice(
            InterruptionReason,
            aliases={
                InterruptionReason.CHILDCARE: ("kinderopvang", "opvang"),
                InterruptionReason.WORK: ("baan",),
                InterruptionReason.LEAVE: ("verlof",),
                InterruptionReason.ABROAD: ("buitenland",),
                InterruptionReason.SCHOOL: ("school", "aanbieder"),
                InterruptionReason.MEASURE: ("overheidsmaatregel", "maatregel"),
                InterruptionReason.PERSONAL: ("persoonlijk",),
            },
        ),
        aliases=("reden onderbreking", "onderbrekingsreden", "interruption"),
        help=_("Only with the status Interrupted; never anything about health."),
    ),
    Column(
        "cohort",
        _("cohort"),
        Choice(
            Cohort,
            aliases={
                Cohort.WI2021: ("2021", "wet inburgering 2021"),
                Cohort.WI2013: ("2013", "wet inburgering 2013"),
                Cohort.INTERIM: ("ondertussengroep",),
            },
        ),
        aliases=("wet", "law"),
        help=_("Under which law someone learns. Empty means Wi2021."),
        example=Cohort.WI2021.label,
    ),
    Column(
        "term_ends_on",
        _("end of the integration term"),
        Date(),
        aliases=("einde termijn", "einde inburgeringstermijn", "end of term"),
        help=_("Last day of the term within which someone must have passed, as DUO set it."),
    ),
    Column(
        "outcome",
        _("outcome"),
        Choice(
            Outcome,
            aliases={
                Outcome.DIPLOMA: ("diploma", "geslaagd", "examens behaald"),
                Outcome.LOWER_LEVEL: ("lager niveau",),
                Outcome.NONE: ("geen", "geen niveau"),
            },
        ),
        aliases=("resultaat", "uitkomst", "result"),
        help=_("What someone leaves with: only with the status Completed or Dropped out."),
    ),
    Column(
        "diploma_on",
        _("date of the diploma"),
        Date(),
        aliases=("diplomadatum", "datum diploma", "diploma"),
        help=_("Only with a diploma or passed exams as outcome."),
    ),
    Column(
        "conversation_on",
        _("day of the progress conversation"),
        Date(),
        aliases=("datum voortgangsgesprek", "voortgangsgesprek", "progress conversation"),
        help=_("Of the last conversation that was held, together with its outcome."),
    ),
    Column(
        "conversation_outcome",
        _("outcome of the progress conversation"),
        Choice(
            ConversationOutcome,
            aliases={
                ConversationOutcome.ON_COURSE: ("goed",),
                ConversationOutcome.BEHIND: ("achterstand",),
                ConversationOutcome.SWITCH_ADVISED: ("overstap",),
                ConversationOutcome.LEARNER_ABSENT: ("afwezig",),
            },
        ),
        aliases=("uitkomst voortgangsgesprek", "code voortgangsgesprek"),
        help=_("A code, never a note."),
    ),
)

PLACEMENTS = Sheet(
    name="placements",
    title=_("Placements"),
    version=2,
    key=("reference",),
    columns=COLUMNS,
    unrepeated=frozenset({"personal_number", "email_address", "phone_number"}),
    explained=(*cell_rules(COLUMNS), *rules.ALL, *rules.OVER_THE_SHEET),
)
