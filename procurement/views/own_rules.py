"""The terms that tenders keep to, with their sources, and the region's own among them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.periods import amsterdam
from config.shared.views import Action, FormPage, ListPage
from procurement import actions
from procurement.enums import RuleKey
from procurement.filters_planning import LegalRuleFilterSet
from procurement.forms.own_rules import OwnRuleChangeForm, OwnRuleForm
from procurement.models import LegalRule
from procurement.tables_planning import LegalRuleTable
from procurement.views.planning import own_region


class LegalRuleListPage(ListPage):
    """National rules and those of the own region."""

    model = LegalRule
    table_class = LegalRuleTable
    filterset_class = LegalRuleFilterSet
    permission = Permission.TENDER_VIEW
    template_name = "procurement/legalrule_list.html"
    title = gettext_lazy("Terms and their sources")
    empty_text = gettext_lazy("No rule is set yet; an administrator can load them.")
    main_action = Action(
        gettext_lazy("Own rule of the region"),
        reverse_lazy("procurement:legalrule-create"),
        "plus-lg",
        primary=True,
        permission=Permission.TENDER_DRAFT,
    )

    def scoped_queryset(self) -> "QuerySet[LegalRule]":
        """House rules of another region say nothing about the tenders here."""
        own = Q(region__isnull=True) | Q(region__in=regions_of(self.person))
        if providers_of(self.person):
            own = Q()
        return super().scoped_queryset().filter(own)


class OwnRulePage(FormPage):
    """A form about a rule of the region; leads back to the list."""

    model = LegalRule
    permission = Permission.TENDER_DRAFT
    success_url = reverse_lazy("procurement:legalrule-list")

    @cached_property
    def region(self) -> Region:
        """Whose rule it is."""
        return own_region(self.person)

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class LegalRuleCreatePage(OwnRulePage):
    form_class = OwnRuleForm
    title = gettext_lazy("Own rule of the region")
    submit_label = gettext_lazy("Set the rule")
    success_message = gettext_lazy("The rule “%(object)s” is set.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only what the law leaves open today."""
        rows = LegalRule.objects.filter(region__isnull=True, is_binding=False)
        found = set(rows.in_force(amsterdam(timezone.now())).values_list("key", flat=True))
        keys = [key for key in RuleKey if key in found]
        return super().get_form_kwargs() | {"keys": keys}

    def perform(self, form: OwnRuleForm) -> LegalRule:
        return actions.set_own_rule(region=self.region, **form.cleaned_data, **self.moment())


class LegalRuleUpdatePage(OwnRulePage):
    form_class = OwnRuleChangeForm
    title = gettext_lazy("Change the region's rule")
    success_message = gettext_lazy("The rule “%(object)s” is changed.")

    def scoped_queryset(self) -> "QuerySet[LegalRule]":
        return super().scoped_queryset().filter(region__in=regions_of(self.person))

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("value", "source", "note")}

    def perform(self, form: OwnRuleChangeForm) -> LegalRule:
        return actions.change_own_rule(rule=self.object, **form.cleaned_data, **self.moment())
