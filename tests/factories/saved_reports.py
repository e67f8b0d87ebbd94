"""Reports that are kept, and the days on which they are mailed."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reports.enums.saved_reports import Frequency, ReportFile
from reports.models import ReportMail, ReportSchedule, SavedReport
from tests.factories.accounts import RegionFactory, UserFactory


class SavedReportFactory(DjangoModelFactory):
    """Seats contracted and used, of everything."""

    class Meta:
        model = SavedReport

    region = factory.SubFactory(RegionFactory)
    owner = factory.SubFactory(UserFactory)
    question = "capacity-use"
    name = factory.Sequence("Plekken {}".format)
    created_at = factory.LazyFunction(timezone.now)


class ReportScheduleFactory(DjangoModelFactory):
    """Every Monday since the first of November 2026; name those who get it as `to`."""

    class Meta:
        model = ReportSchedule
        skip_postgeneration_save = True

    report = factory.SubFactory(SavedReportFactory)
    frequency = Frequency.WEEKLY
    day = 1
    file_kind = ReportFile.CSV
    first_on = date(2026, 11, 1)
    created_at = factory.LazyFunction(timezone.now)
    created_by = factory.SelfAttribute("report.owner")

    @factory.post_generation
    def to(self, create, extracted, **kwargs):
        self.recipients.set(extracted or [self.report.owner])


class ReportMailFactory(DjangoModelFactory):
    """One that waits."""

    class Meta:
        model = ReportMail

    schedule = factory.SubFactory(ReportScheduleFactory)
    user = factory.SelfAttribute("schedule.report.owner")
    due_on = date(2026, 11, 23)
    mail_after = factory.LazyFunction(timezone.now)
