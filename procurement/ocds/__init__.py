"""Tenders as open data: OCDS 1.1 release packages with the OCDS for eForms profile."""

from procurement.ocds.package import EXTENSIONS, ocid, package, release

__all__ = ["EXTENSIONS", "ocid", "package", "release"]
