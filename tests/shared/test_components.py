"""The pieces that templates of every app include."""

from django import forms
from django.template.loader import render_to_string

from accounts.enums import JobState
from accounts.models import Job
from config.shared.badges import badge


def job_piece(**fields) -> str:
    job = Job(label="Plaatsingen verwerken", **fields)
    context = {"job": job, "job_badge": badge(JobState(job.state)), "job_url": "/jobs/1/"}
    return " ".join(render_to_string("components/job.html", context).split())


def test_running_work_counts_its_steps_and_asks_again():
    shown = job_piece(state=JobState.RUNNING, done=12_400, total=20_000)

    assert "12.400 van 20.000 gedaan" in shown
    assert '<progress aria-labelledby="job-title" max="20000" value="12400">' in shown
    assert 'data-hx-get="/jobs/1/"' in shown


def test_finished_work_asks_no_more_and_says_how_it_ended():
    shown = job_piece(state=JobState.FAILED, done=3, total=20, message="Het blad is gewijzigd.")

    assert "Het blad is gewijzigd." in shown
    assert "data-hx-get" not in shown
    assert "<progress" not in shown


def test_an_upload_has_a_label_and_offers_the_empty_sheet():
    class UploadForm(forms.Form):
        file = forms.FileField(label="Invulblad", help_text="Een xlsx- of csv-bestand.")

    shown = render_to_string(
        "components/upload.html", {"form": UploadForm(), "template_url": "/template/"}
    )

    assert '<label class="form-label" for="id_file">Invulblad</label>' in shown
    assert 'id="id_file_helptext"' in shown
    assert 'href="/template/"' in shown


def test_an_upload_says_what_was_wrong():
    class UploadForm(forms.Form):
        file = forms.FileField()

    shown = render_to_string("components/upload.html", {"form": UploadForm({}, {})})

    assert "Dit veld is verplicht." in shown
