"""The pages every app declares: list, detail, form and confirm.

A page names its permission, starts from what the person may see (not yours is 404), parses a
form and makes one call of an action. A GET never writes.
"""

from config.shared.views.details import DetailPage, Panel, Step
from config.shared.views.files import SheetTemplatePage, download
from config.shared.views.forms import ConfirmPage, FormPage, TransitionPage
from config.shared.views.kept_sheets import KeptSheetPage
from config.shared.views.lists import ListPage, export_response
from config.shared.views.pages import PUBLIC, SIGNED_IN, Action, Crumb, Entry, ModelPage, Page

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "Action",
    "ConfirmPage",
    "Crumb",
    "DetailPage",
    "Entry",
    "FormPage",
    "KeptSheetPage",
    "ListPage",
    "ModelPage",
    "Page",
    "Panel",
    "SheetTemplatePage",
    "Step",
    "TransitionPage",
    "download",
    "export_response",
]
