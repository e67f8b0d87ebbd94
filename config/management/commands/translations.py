"""Keep the Dutch catalogues complete: `translations`, `translations contracts`, `--check`,
`--compile`.
"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

import config
from config.shared.catalogues import Catalogue, contradictions, messages_in

ROOT = Path(config.__path__[0]).parent


class Command(BaseCommand):
    help = "Bring the Dutch catalogues up to date with code and templates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "packages", nargs="*", metavar="APP", help="only these packages; default: all of ours"
        )
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 when something is missing"
        )
        parser.add_argument(
            "--compile", action="store_true", help="only write the .mo files that Django reads"
        )

    def handle(self, *, packages: list[str], **options: Any) -> None:
        catalogues = [Catalogue(path) for path in self._packages(packages)]
        if options["compile"]:
            for catalogue in catalogues:
                catalogue.compile()
        elif options["check"]:
            self._check(catalogues)
        else:
            self._update(catalogues)

    def _packages(self, names: list[str]) -> list[Path]:
        ours = {
            path.name: path
            for app in apps.get_app_configs()
            if (path := Path(app.path)).parent == ROOT
        }
        unknown = sorted(set(names) - ours.keys())
        if unknown:
            raise CommandError(
                f"No package of ours: {', '.join(unknown)}. There are: {', '.join(sorted(ours))}."
            )
        return [path for name, path in ours.items() if not names or name in names]

    def _update(self, catalogues: list[Catalogue]) -> None:
        for catalogue in catalogues:
            added, dropped = catalogue.update(messages_in(catalogue.package))
            empty = sum(not all(translated) for translated in catalogue.translations.values())
            self.stdout.write(
                f"{catalogue.package.name}: {added} added, {dropped} dropped, "
                f"{empty} of {len(catalogue.entries)} to translate"
            )

    def _check(self, catalogues: list[Catalogue]) -> None:
        lines = [
            f"{catalogue.package.name}: {line}"
            for catalogue in catalogues
            for line in catalogue.problems(messages_in(catalogue.package))
        ]
        lines += contradictions(catalogues)
        if lines:
            self.stdout.write("\n".join(lines))
            raise CommandError(
                f"{len(lines)} texts need attention; run manage.py translations and translate."
            )
        self.stdout.write("All texts are translated.")
