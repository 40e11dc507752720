"""An assessment as bytes: the one encoding that every door writes.

Enters: an assessment. Leaves: one line of JSON without its end, UTF-8, keys in the order of the record. Promise: equal
assessments give equal bytes.
"""

from __future__ import annotations

import msgspec

from stce_rules.core.assessment import Assessment

__all__ = ["decode", "encode"]

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Assessment)


def encode(assessment: Assessment) -> bytes:
    """The bytes of an assessment."""
    return _ENCODER.encode(assessment)


def decode(raw: bytes) -> Assessment:
    """The assessment of bytes that `encode` made. Raises ValueError for others."""
    try:
        return _DECODER.decode(raw)
    except msgspec.MsgspecError as fault:
        raise ValueError("these bytes are no assessment") from fault
