"""Addresses of keys and openings."""

from django.urls import path

from procurement.views import opening, opening_records, sealed_files, vault

urlpatterns = [
    path("tenders/<int:pk>/opening/", opening.TenderOpenPage.as_view(), name="tender-open"),
    path(
        "tenders/<int:pk>/opening/printed-key/",
        opening.PrintedKeyPage.as_view(),
        name="tender-open-printed",
    ),
    path(
        "tenders/<int:pk>/opening-prices/",
        opening.TenderOpenPricesPage.as_view(),
        name="tender-open-prices",
    ),
    path(
        "tenders/<int:pk>/opening-prices/printed-key/",
        opening.PrintedKeyPricesPage.as_view(),
        name="tender-open-prices-printed",
    ),
    path(
        "openings/<int:pk>/",
        opening_records.OpeningRecordDetailPage.as_view(),
        name="openingrecord-detail",
    ),
    path(
        "openings/<int:pk>/record.json",
        opening_records.OpeningRecordFilePage.as_view(),
        name="openingrecord-json",
    ),
    path(
        "openings/<int:pk>/record.pdf",
        opening_records.OpeningRecordPaperPage.as_view(),
        name="openingrecord-pdf",
    ),
    path(
        "attachments/<int:pk>/", sealed_files.SealedFilePage.as_view(), name="sealedfile-download"
    ),
    path("vault-key/", vault.VaultKeyPage.as_view(), name="vaultkey"),
    path("vault-key/new/", vault.VaultKeyCreatePage.as_view(), name="vaultkey-create"),
    path(
        "vault-key/passphrase/", vault.VaultKeyPassphrasePage.as_view(), name="vaultkey-passphrase"
    ),
    path("vault-key/replace/", vault.VaultKeyReplacePage.as_view(), name="vaultkey-replace"),
    path("printed-keys/", vault.ArchivistKeyListPage.as_view(), name="archivistkey-list"),
    path("printed-keys/new/", vault.ArchivistKeyCreatePage.as_view(), name="archivistkey-create"),
    path(
        "printed-keys/<int:pk>/retire/",
        vault.ArchivistKeyRetirePage.as_view(),
        name="archivistkey-retire",
    ),
]
