"""Columns in which each distinct value stands once, and each row has a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Distinct", "Texts", "narrow"]

Ints = npt.NDArray[np.integer]


def narrow(numbers: Ints) -> Ints:
    """Numbers in as few bytes as hold them all, before they are taken for many rows."""
    least, most = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    return numbers.astype(np.min_scalar_type(-1 - max(most, -1 - least)))  # a negative one, so that all have a sign


@dataclass(frozen=True, slots=True)
class Distinct:
    """Values, and for each row which of them it has."""

    values: list[object]
    codes: Ints

    def array(self, kind: pa.DataType) -> pa.Array:
        """The column as Arrow has it."""
        import pyarrow as pa

        return pa.array(self.values, type=kind).take(pa.array(self.codes))

    def at(self, rows: Ints, kind: pa.DataType) -> pa.DictionaryArray:
        """The column of some rows, each value once."""
        import pyarrow as pa

        return pa.DictionaryArray.from_arrays(pa.array(narrow(self.codes)[rows]), pa.array(self.values, kind))

    def texts(self) -> Texts:
        """The column, of texts."""
        import pyarrow as pa

        return Texts(pa.array([*self.values, None], pa.string()), self.codes)

    def coded(self) -> pa.DictionaryArray:
        """The column, of texts, as Arrow has it."""
        return self.texts().coded()


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts, the last of which is null, and for each row which of them it has."""

    each: pa.Array
    codes: Ints

    @property
    def are_none(self) -> bool:
        """Whether no row has a text."""
        return bool(self.each.null_count == len(self.each))

    def stated(self) -> npt.NDArray[np.bool_]:
        """For each row whether it has a text."""
        found: npt.NDArray[np.bool_] = self.each.is_valid().to_numpy(zero_copy_only=False)[self.codes]
        return found

    def at(self, rows: Ints) -> Texts:
        """The column of some rows, with no text where a row is -1."""
        return Texts(self.each, np.where(rows < 0, len(self.each) - 1, self.codes[rows]))

    def or_else(self, other: Texts) -> Texts:
        """The texts of one column, and where it has none those of the other."""
        import pyarrow as pa

        if self.are_none:
            return other
        codes = np.where(self.stated(), self.codes, other.codes + len(self.each))
        return Texts(pa.concat_arrays([self.each, other.each]), codes)

    def coded(self) -> pa.DictionaryArray:
        """The column as Arrow has it."""
        import pyarrow as pa

        return pa.DictionaryArray.from_arrays(pa.array(self.codes.astype(np.int32, copy=False)), self.each)
