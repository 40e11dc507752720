"""The canonical declaration: one model for every source, in core and on the wire.

Adapters fill it, rules read it through `intake.normalise`, nothing else is ever judged. Unknown is None or an empty
list, never 0 or "". Codes are text; money and masses are exact decimals; masses are in kilograms, percentages in
percent. Nothing is checked here beyond shapes: a value that cannot be read as what its box holds is reported when the
declaration is normalised and counts as unknown.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

import msgspec

Flow = Literal["import", "export", "transit", "transhipment", "re-export"]
Action = Literal["original", "amendment", "cancellation"]
Claim = Literal["licence", "exemption", "other"]
SelectedBy = Literal["rule", "manual", "random", "mandatory"]
Whole = Annotated[int, msgspec.Meta(gt=-(10**18), lt=10**18)]
"""A whole number of 18 digits at most, which every database can keep."""
ExtraValue = str | Whole | bool | list[str] | None
"""A box of a plugin. A number with a fraction is kept as the text of its digits, so that it stays exact."""


class Struct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A frozen record; an unknown key on the wire is a fault, never dropped."""


class Stop(Struct, frozen=True):
    """One stop of the route."""

    country: str | None = None
    place: str | None = None


class Party(Struct, frozen=True):
    """A party in one role, as declared."""

    role: str
    id: str | None = None
    name: str | None = None
    address: str | None = None
    country: str | None = None


class Document(Struct, frozen=True):
    """A document presented, with what it claims to be."""

    type: str
    claim: Claim = "other"
    reference: str | None = None
    expires: str | None = None


class Quantity(Struct, frozen=True):
    """A quantity in a unit of UN/ECE Recommendation 20."""

    value: Decimal
    unit: str


class Money(Struct, frozen=True):
    """An amount in a currency of ISO 4217."""

    amount: Decimal
    currency: str


class Outcome(Struct, frozen=True):
    """What a control found. For replay only; rules never see it. Not inspected is never a negative.

    A `finding` that is blank, or the word `none`, says that nothing was found.
    """

    inspected: bool
    selected_by: SelectedBy | None = None
    finding: str | None = None


class ParseIssue(Struct, frozen=True):
    """Something an adapter or the normaliser could not read: a code, the place, one sentence.

    `source` is where it stood in the message, when the declaration was read from one of another format.
    """

    code: str
    place: str
    message: str
    source: str | None = None


class Item(Struct, frozen=True):
    """A goods item (WCO GovernmentAgencyGoodsItem)."""

    number: Whole
    hs: str | None = None
    hs_edition: Whole | None = None
    description: str | None = None
    cas: list[str] = []
    cus: list[str] = []
    un_number: list[str] = []
    control_entry: list[str] = []
    origin: str | None = None
    destination: str | None = None
    dispatch_country: str | None = None
    net_mass_kg: Decimal | None = None
    gross_mass_kg: Decimal | None = None
    quantity: Quantity | None = None
    value: Money | None = None
    concentration_percent: Decimal | None = None
    end_use: str | None = None
    procedure: str | None = None
    parties: list[Party] = []
    documents: list[Document] = []
    extra: dict[str, ExtraValue] = {}


class Declaration(Struct, frozen=True):
    """One declaration, in one version.

    `sources` are kept by adapters: the place in the message, by canonical path (`items[0].hs`), of what each box holds.
    """

    id: str
    version: Whole = 1
    action: Action = "original"
    flow: Flow | None = None
    date: str | None = None
    office: str | None = None
    exit_office: str | None = None
    procedure: str | None = None
    transport_mode: str | None = None
    dispatch_country: str | None = None
    destination: str | None = None
    route: list[Stop] = []
    port_of_loading: str | None = None
    port_of_discharge: str | None = None
    payment_country: str | None = None
    containers: list[str] = []
    parties: list[Party] = []
    documents: list[Document] = []
    items: list[Item] = []
    extra: dict[str, ExtraValue] = {}
    outcome: Outcome | None = None
    parse_issues: list[ParseIssue] = []
    sources: dict[str, str] = {}
