"""Codes that stand on invoices in words: units of measure (UNECE Recommendation 20) and categories
of VAT (UNCL5305). Of the long list of units those that services are charged in.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

UNITS: Mapping[str, Promise] = {
    "C62": pgettext_lazy("unit of an invoice", "piece"),
    "H87": pgettext_lazy("unit of an invoice", "item"),
    "EA": pgettext_lazy("unit of an invoice", "each"),
    "IE": pgettext_lazy("unit of an invoice", "person"),
    "MIN": pgettext_lazy("unit of an invoice", "minute"),
    "HUR": pgettext_lazy("unit of an invoice", "hour"),
    "LH": pgettext_lazy("unit of an invoice", "hour of work"),
    "DAY": pgettext_lazy("unit of an invoice", "day"),
    "WEE": pgettext_lazy("unit of an invoice", "week"),
    "MON": pgettext_lazy("unit of an invoice", "month"),
    "QAN": pgettext_lazy("unit of an invoice", "quarter"),
    "ANN": pgettext_lazy("unit of an invoice", "year"),
    "KMT": pgettext_lazy("unit of an invoice", "kilometre"),
    "E48": pgettext_lazy("unit of an invoice", "service"),
    "LS": pgettext_lazy("unit of an invoice", "lump sum"),
    "ZZ": pgettext_lazy("unit of an invoice", "as agreed"),
}
VAT_CATEGORIES: Mapping[str, Promise] = {
    "S": pgettext_lazy("VAT", "Taxed"),
    "E": pgettext_lazy("VAT", "Exempt"),
    "Z": pgettext_lazy("VAT", "Zero rate"),
    "AE": pgettext_lazy("VAT", "Reverse charge"),
    "K": pgettext_lazy("VAT", "Supply within the EU"),
    "G": pgettext_lazy("VAT", "Export outside the EU"),
    "O": pgettext_lazy("VAT", "Outside VAT"),
}


def unit_in_words(code: str) -> str:
    """Such as hour; the code itself where it is none of ours."""
    return str(UNITS.get(code, code))


def vat_in_words(code: str) -> str:
    """Such as exempt; the code itself where it is none of ours."""
    return str(VAT_CATEGORIES.get(code, code))
