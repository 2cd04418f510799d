"""A list model of frozen rows, updated row by row so that delegates stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Protocol

from PySide6.QtCore import (
    Property,
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

_Index = QModelIndex | QPersistentModelIndex


class Row(Protocol):
    """A frozen dataclass whose fields are the roles; `key` tells rows apart."""

    @property
    def key(self) -> str:
        """The row's identity: unique in its list."""


@QmlElement
class Rows(QAbstractListModel):
    """Rows of one dataclass; its field names are the role names."""

    counted = Signal()

    def __init__(self, kind: type[Any], parent: QObject) -> None:
        super().__init__(parent)
        self._names = tuple(field.name for field in fields(kind))
        self._rows: list[Any] = []

    @Property(int, notify=counted)
    def count(self) -> int:
        """Number of rows."""
        return len(self._rows)

    def rowCount(self, parent: _Index | None = None) -> int:
        """Qt: number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, Any]:
        """Qt: one role a field."""
        first = int(Qt.ItemDataRole.UserRole)
        return {first + i: name.encode() for i, name in enumerate(self._names)}

    def data(self, index: _Index, role: int = 0) -> Any:
        """Qt: one field of one row."""
        place = role - int(Qt.ItemDataRole.UserRole)
        if not index.isValid() or not 0 <= place < len(self._names):
            return None
        return getattr(self._rows[index.row()], self._names[place])

    def rows(self) -> tuple[Any, ...]:
        """Return the rows as they are."""
        return tuple(self._rows)

    def update(self, rows: Sequence[Row]) -> None:
        """Become `rows` with the fewest removals, insertions and changes."""
        before = len(self._rows)
        self._drop({row.key for row in rows})
        for place, row in enumerate(rows):
            self._put(place, row)
        if len(self._rows) != before:
            self.counted.emit()

    def _drop(self, kept: set[str]) -> None:
        """Remove what is not kept, last first so that places stay valid."""
        for place in reversed(range(len(self._rows))):
            if self._rows[place].key not in kept:
                self._remove(place)

    def _remove(self, place: int) -> None:
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._rows[place]
        self.endRemoveRows()

    def _put(self, place: int, row: Row) -> None:
        """Make `row` stand at `place`; a row further down moves up to it."""
        old = next(
            (i for i in range(place, len(self._rows)) if self._rows[i].key == row.key),
            None,
        )
        if old is not None and old != place:
            self._remove(old)
            old = None
        if old is None:
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
        elif self._rows[place] != row:
            self._rows[place] = row
            at = self.index(place)
            self.dataChanged.emit(at, at)
