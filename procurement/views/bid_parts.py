"""One part of a bid: a page that keeps what is typed while it is typed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_variables

from config.shared.errors import Refused
from config.shared.forms import add_refusal
from config.shared.views import FormPage
from procurement import actions
from procurement.actions import PartChanged
from procurement.bid_drafts import CONTACT, DECLARATION, PARTNERS, Part
from procurement.forms import LotOfferForm, price_per_unit, price_rows
from procurement.forms.bids import PartForm
from procurement.models import Bid
from procurement.views.bid_work import OwnBid, part_url

TEMPLATES = {
    CONTACT: "procurement/bid_part.html",
    DECLARATION: "procurement/bid_declaration.html",
    PARTNERS: "procurement/bid_partners.html",
}
LOT_TEMPLATE = "procurement/bid_lot.html"


class BidPartPage(OwnBid, FormPage):
    """The address has the bid's pk and the name of the part.

    A button keeps what was typed and says what is still wrong with it; while one types, htmx sends
    the same form, and gets a line that says when it was kept.
    """

    @cached_property
    def name(self) -> str:
        """The name of the part; 404 for one that this tender does not have."""
        name: str = self.kwargs["part"]
        if name not in self.work.parts.titles:
            raise Http404
        return name

    def get_title(self) -> str:
        return self.work.parts.titles[self.name]

    def get_template_names(self) -> list[str]:
        """Each kind of part has its own."""
        return [TEMPLATES.get(self.name, LOT_TEMPLATE)]

    def get_form(self, form_class: Any = None) -> PartForm:
        """What is typed, or what is kept; judged only when that is asked for."""
        if self.request.method == "POST":
            return self.work.parts.form(self.name, self.request.POST)
        if "check" in self.request.GET:
            return self.work.parts.bound(self.name)
        return self.work.parts.open(self.name)

    @property
    def base(self) -> int:
        """The version of the part that the person started from."""
        typed = self.request.POST.get("base", "")
        return int(typed) if typed.isdecimal() else 0

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was typed, complete or not."""
        form = self.get_form()
        try:
            bid = self._keep(form)
        except PartChanged as changed:
            return self._changed(form, changed)
        except Refused as refused:
            return self._refused(form, refused)
        if request.htmx:  # type: ignore[attr-defined]
            return self._kept(form, bid)
        if "leave" in request.POST:
            return redirect(bid)
        return self._go_on(form, bid)

    @method_decorator(sensitive_variables())
    def _keep(self, form: PartForm) -> Bid:
        return actions.save_part(
            bid=self.object,
            name=self.name,
            fields=form.typed(),
            base=self.base,
            by=self.person,
            at=self.work.now,
            is_automatic=bool(self.request.htmx),
        )

    def _kept(self, form: PartForm, bid: Bid) -> HttpResponse:
        """The line under the form, with the version from which the next save starts."""
        context = {
            "saved_at": timezone.localtime(bid.draft_saved_at),
            "base": bid.draft_version,
            **totals(form),
        }
        return render(self.request, "procurement/_bid_saved.html", context)

    def _changed(self, form: PartForm, changed: PartChanged) -> HttpResponse:
        """Both versions: what was typed stays in the form, what the colleague saved stands by."""
        if self.request.htmx:
            return render(self.request, "procurement/_bid_not_saved.html", {"refusal": changed})
        context = self.get_context_data(
            form=form,
            base=changed.theirs.version,
            refusal=changed,
            theirs=self._differences(form, changed.theirs),
        )
        return self.render_to_response(context, status=409)

    def _refused(self, form: PartForm, refused: Refused) -> HttpResponse:
        if self.request.htmx:
            return render(self.request, "procurement/_bid_not_saved.html", {"refusal": refused})
        add_refusal(form, refused)
        return self.render_to_response(self.get_context_data(form=form, base=self.base))

    def _go_on(self, form: PartForm, bid: Bid) -> HttpResponse:
        """The next part, or this one again with what is still wrong with it."""
        if form.is_valid():
            return redirect(self._next_url(bid))
        context = self.get_context_data(form=form, base=bid.draft_version, is_kept=True)
        return self.render_to_response(context)

    def _next_url(self, bid: Bid) -> str:
        names = [*self.work.parts.titles, None]
        following = names[names.index(self.name) + 1]
        return part_url(bid, following) if following else bid.get_absolute_url()

    def _differences(self, form: PartForm, theirs: Part) -> list[tuple[str, str]]:
        """Label and text of each field that the colleague has otherwise."""
        shown, typed = form.shown(theirs.fields), form.typed()
        return [
            (str(field.label), shown.get(name, ""))
            for name, field in form.fields.items()
            if theirs.fields.get(name, "") != typed.get(name, "")
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = {
            "bid": self.object,
            "tender": self.tender,
            "base": self.work.working.version(self.name),
            "form_steps": self.work.steps(self.name),
            "theirs": [],
            "refusal": None,
            "is_kept": False,
            "terms": self.work.parts.lots.get(self.name),
            **self.work.clock(),
        }
        context = super().get_context_data(**frame | kwargs)
        form = context["form"]
        return context | totals(form if form.is_bound else self.work.parts.filled[self.name])


def totals(form: PartForm) -> dict[str, Any]:
    """What the price table of a lot comes to, as far as it is filled in."""
    if not isinstance(form, LotOfferForm):
        return {"price_rows": [], "has_prices": False}
    table = form.price_table()
    if table is None:
        return {"price_rows": [], "has_prices": True}
    rows = price_rows(form.terms, table)
    return {
        "price_rows": rows,
        "has_prices": True,
        "amount": sum(row.amount for row in rows),
        "compared": price_per_unit(form.terms, table),
    }
