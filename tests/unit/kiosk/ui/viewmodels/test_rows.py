"""Rows: whatever changes, the model ends as the new list and tells views truly."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from kiosk.ui.viewmodels.rows import Rows


@dataclass(frozen=True, slots=True)
class Named:
    key: str
    name: str


lists = st.lists(
    st.builds(Named, st.sampled_from("abcdefgh"), st.sampled_from(["x", "y"])),
    unique_by=lambda row: row.key,
)


@given(st.lists(lists, min_size=1, max_size=5))
def test_any_update_ends_as_the_new_list(versions):
    owner = QObject()
    rows = Rows(Named, owner)
    tester = QAbstractItemModelTester(
        rows, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    for version in versions:
        rows.update(version)
        assert list(rows.rows()) == version
        assert rows.rowCount() == rows.count == len(version)
    tester.deleteLater()


def test_a_new_line_is_one_insertion_and_no_reset(qtbot):
    owner = QObject()
    rows = Rows(Named, owner)
    rows.update([Named("a", "x"), Named("b", "x")])
    heard: list[str] = []
    rows.modelReset.connect(lambda: heard.append("reset"))
    rows.rowsInserted.connect(lambda _, first, last: heard.append(f"in {first}"))
    rows.rowsRemoved.connect(lambda _, first, last: heard.append(f"out {first}"))
    rows.dataChanged.connect(lambda at, *_: heard.append(f"changed {at.row()}"))
    rows.update([Named("c", "x"), Named("a", "y"), Named("b", "x")])
    assert heard == ["in 0", "changed 1"]
    rows.update([Named("c", "x"), Named("b", "x")])
    assert heard[2:] == ["out 1"]


def test_fields_are_roles():
    owner = QObject()
    rows = Rows(Named, owner)
    rows.update([Named("a", "x")])
    roles = {bytes(name).decode(): role for role, name in rows.roleNames().items()}
    assert set(roles) == {"key", "name"}
    assert rows.data(rows.index(0), roles["name"]) == "x"


@pytest.mark.parametrize("role", [Qt.ItemDataRole.DisplayRole, 9_999])
def test_an_unknown_role_has_no_value(role):
    owner = QObject()
    rows = Rows(Named, owner)
    rows.update([Named("a", "x")])
    assert rows.data(rows.index(0), int(role)) is None
