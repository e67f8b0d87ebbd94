"""The signed receipt of a bid, as the bidder keeps it: made of what stands in the vault."""

from typing import Any

from procurement import vault
from procurement.actions.vault import public_keys_of, signing_seed
from procurement.models import BidReceipt


def signed_receipt(receipt: BidReceipt) -> dict[str, Any]:
    """`taalregie-receipt/1`: the same for the same receipt, whenever it is asked for.

    It names no content: the digests and sizes of what was sealed, and when it came in.
    """
    bid = receipt.bid
    public = public_keys_of(bid.tender)
    envelopes = receipt.envelopes.select_related("lot").order_by("-kind", "lot__number")
    body = {
        "format": vault.RECEIPT,
        "tender": {"reference": bid.tender.reference},
        "kvk_number": bid.provider.kvk_number,
        "receipt": receipt.sequence,
        "received_at": receipt.received_at.isoformat(),
        "public_keys": {kind: key.hex() for kind, key in public.items()},
        "envelopes": [
            {
                "kind": one.kind,
                "lot": one.lot.number if one.lot else None,
                "sha256": one.sha256,
                "size": one.size,
            }
            for one in envelopes
        ],
        "attachments": [
            {"sha256": file.sha256, "size": file.size} for file in receipt.files.order_by("pk")
        ],
    }
    return vault.signed(body, signing_seed())
