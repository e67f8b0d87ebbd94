"""The same sheet through django-import-export, set up as fast as its manual says."""

from pathlib import Path

import tablib
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader

from accounts.models import Gemeente
from contracts.models import Contract, CourseGroup, Placement


class PlacementResource(resources.ModelResource):
    """In bulk, without diffs and reports, with the known placements read once."""

    gemeente = fields.Field(
        "gemeente", "gemeente", widgets.ForeignKeyWidget(Gemeente, field="code")
    )
    course_group = fields.Field(
        "course_group", "group", widgets.ForeignKeyWidget(CourseGroup, field="reference")
    )
    planned_first_on = fields.Field(
        "planned_first_on", "planned_first_on", widgets.DateWidget("%d-%m-%Y")
    )
    planned_last_on = fields.Field(
        "planned_last_on", "planned_last_on", widgets.DateWidget("%d-%m-%Y")
    )
    actual_first_on = fields.Field(
        "actual_first_on", "actual_first_on", widgets.DateWidget("%d-%m-%Y")
    )
    actual_last_on = fields.Field(
        "actual_last_on", "actual_last_on", widgets.DateWidget("%d-%m-%Y")
    )
    status_on = fields.Field("status_on", "status_on", widgets.DateWidget("%d-%m-%Y"))

    class Meta:
        model = Placement
        import_id_fields = ("reference",)
        fields = (
            "reference",
            "gemeente",
            "course_group",
            "route",
            "target_group",
            "level",
            "pip_on",
            "planned_first_on",
            "planned_last_on",
            "actual_first_on",
            "actual_last_on",
            "status",
            "status_on",
            "offered_hours",
            "attended_hours",
        )
        instance_loader_class = CachedInstanceLoader
        use_bulk = True
        batch_size = 1_000
        skip_diff = True
        report_skipped = False
        use_transactions = True

    def __init__(self, contract: Contract) -> None:
        super().__init__()
        self.contract = contract
        self.line = contract.capacity_lines.get()
        self.tariff = contract.tariffs.get()

    def before_save_instance(self, instance: Placement, row: dict, **kwargs: object) -> None:
        """What the sheet does not say is the same for every row here."""
        instance.contract, instance.capacity_line = self.contract, self.line
        instance.tariff = self.tariff


STATUSES = {
    "Ingepland": "scheduled",
    "Gestart": "started",
    "Afgerond": "completed",
    "uitval": "dropped_out",
}


def write(lines: list[dict[str, object]], path: Path) -> None:
    """The same rows in the codes and decimal points that the library understands."""
    header = list(lines[0])
    dataset = tablib.Dataset(headers=header)
    for line in lines:
        plain = {**line, "target_group": "status_holder", "status": STATUSES[str(line["status"])]}
        plain["offered_hours"] = str(line["offered_hours"]).replace(",", ".")
        dataset.append([plain[name] for name in header])
    kind = path.suffix.removeprefix(".")
    if kind == "csv":
        path.write_text(dataset.export(kind))
    else:
        path.write_bytes(dataset.export(kind))


def load(path: Path, contract: Contract) -> None:
    """What is timed: from opening the file until the rows are committed."""
    kind = path.suffix.removeprefix(".")
    content = path.read_text() if kind == "csv" else path.read_bytes()
    dataset = tablib.Dataset().load(content, format=kind)
    result = PlacementResource(contract).import_data(dataset, raise_errors=True)
    if result.has_errors() or result.has_validation_errors():
        raise RuntimeError("the library refused rows of the benchmark")
