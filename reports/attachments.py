"""The file that goes with a mailed report."""

from datetime import datetime
from io import BytesIO

from config.shared.documents import to_pdf
from reports.enums.saved_reports import ReportFile
from reports.exports import write
from reports.models import ReportMail
from reports.questions import Question
from reports.questions.paper import question_document


def attachment(mail: ReportMail, question: Question, at: datetime) -> bytes:
    """The answer as the file that the schedule asks, in the language that is spoken."""
    report, kind = mail.schedule.report, mail.schedule.file_kind
    if kind == ReportFile.PDF:
        sender, mark = str(report.organisation), report.is_training
        return to_pdf(question_document(question, at=at, sender=sender, is_training=mark))
    stream = BytesIO()
    write(question, kind, stream)
    return stream.getvalue()
