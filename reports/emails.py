"""Mail of reports."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reports.models import ReportMail
from reports.questions import Question
from reports.questions.parameters import Parameters, page_of

MEDIA_TYPES = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def send_report(mail: ReportMail, question: Question, content: bytes, connection: Any) -> None:
    """Mail a saved report with its file, in the language that is spoken; OSError when the server
    does not take it.

    The Message-ID stays the same, should the mail ever go out a second time.
    """
    report, kind = mail.schedule.report, mail.schedule.file_kind
    site = settings.PUBLIC_URL
    words = {
        "mail": mail,
        "report": report,
        "question": question,
        "page": site + page_of(report.question, Parameters.from_json(report.parameters)),
        "manage": site + report.get_absolute_url(),
    }
    subject = _("[Practice] %(subject)s") if report.is_training else "%(subject)s"
    message = EmailMessage(
        " ".join((subject % {"subject": report.name}).split()),
        render_to_string("reports/emails/saved_report.txt", words),
        to=[mail.user.email],
        headers={
            "Message-ID": f"<report.{mail.pk}@{urlsplit(site).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    message.attach(f"{question.file_name}.{kind}", content, MEDIA_TYPES[kind])
    message.send()
