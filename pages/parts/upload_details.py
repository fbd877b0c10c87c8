"""One upload: how it was read, its rows with what they changed, its faults, and its way back."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import draw, upload_undo
from pages.parts.caches import Store
from pages.parts.file_heads import read_as
from pages.parts.formats import cell, escape, moment, several
from pages.parts.sheets import as_csv, harmless
from sla_core.glancing import on_a_page
from sla_core.store import batches, brought

AT_ONCE = 100
IN_A_FILE = 50_000
"""Rows of a file: more would keep the page waiting."""
FAULTS = {
    "line": "Line",
    "refused": "Row refused",
    "column": "Column",
    "text": "It says",
    "kind": "Why",
    "accepted": "Accepted",
    "cells": "The whole row",
}


def show(engine: Store, row: Mapping[str, Any], zone: str) -> None:
    """The upload of one line of the history."""
    number = int(row["id"])
    with st.container(border=True, key="upload"):
        st.markdown(f"#### Upload {number}: {escape(row['file'])}", anchors=False)
        st.markdown(_told(row, zone))
        if row["undone"]:
            st.info(
                f"Taken back {escape(row['undone'])}. Nothing of it remains but this line; the"
                " same file can be uploaded again.",
                icon=":material/undo:",
            )
            return
        rows, faults, rules = st.tabs(["Rows", "What was wrong", "How it was read"])
        with rules:
            _rules(row)
        with faults:
            _faults(engine, number, row)
        with rows:
            _rows(engine, number, zone)
        if row["demo"]:
            st.caption("It belongs to the invented company, which is removed as a whole.")
        elif upload_undo.running(engine, number):
            st.info("This upload is being taken back now; how far it is stands above the history.")
        else:
            kept = int(row["read_rows"] - row["refused_rows"])
            upload_undo.offer(engine, number, str(row["file"]), kept)


def _told(row: Mapping[str, Any], zone: str) -> str:
    counts = ", ".join(
        f"{row[f'{name}_rows']:,} {name}" for name in ("new", "changed", "same", "refused")
    )
    return escape(
        f"{str(row['kind']).capitalize()}, {read_as(row['dialect'])}; uploaded by {row['who']} on"
        f" {moment(row['uploaded_at'], zone)}. It speaks up to {moment(row['data_as_of'], zone)}."
        f" {row['read_rows']:,} rows: {counts}."
    )


def _rules(row: Mapping[str, Any]) -> None:
    lines = [f"Times without a zone are of {row['zone']}.", *json.loads(row["rules"])]
    st.markdown("\n".join(f"- {escape(on_a_page(line))}" for line in lines))
    mapping = json.loads(row["mapping"])
    frame = pd.DataFrame(
        [(ours.replace("_", " "), theirs) for ours, theirs in mapping.items()],
        columns=["Ours", "Theirs"],
    )
    st.dataframe(harmless(frame), hide_index=True, width="content", key="upload-mapping")


def _faults(engine: Store, number: int, row: Mapping[str, Any]) -> None:
    for column, count in json.loads(row["blanked"]).items():
        st.caption(escape(f"{several(count, 'cell', 'cells')} of “{column}” left blank."))
    found = batches.faults(engine, number)
    if found.empty:
        st.text("Nothing was wrong in this file.")
        return
    frame: pd.DataFrame = found[list(FAULTS)].rename(columns=FAULTS)
    frame["The whole row"] = [
        " | ".join(json.loads(cells)) if isinstance(cells, str) else ""
        for cells in frame["The whole row"]
    ]
    draw.table(frame, f"faults-{number}", f"faults-{number}.csv")


def _rows(engine: Store, number: int, zone: str) -> None:
    """The upload's rows, a page at a time, and as files of many."""
    key = f"rows-{number}"
    start = int(st.session_state.get(key) or 1)
    found = brought.rows(engine, number, AT_ONCE, start - 1, zone)
    if start > max(found.total, 1):
        # The data is another since the page was drawn.
        st.session_state[key] = 1
        st.rerun()
    last = start + len(found.rows) - 1
    if found.rows.empty:
        st.text("None of its rows is left: all were refused or are said by no version any more.")
        return
    st.caption(
        f"Rows {start:,} to {last:,} of {found.total:,} that upload {number} brought, those that"
        " stand first. “upload” is the one whose version it is, “changes” is against the version"
        " before. Times are of the zone in Settings."
    )
    st.dataframe(harmless(_shown(found.rows, zone)), key=f"brought-{number}", hide_index=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _turn(f"Rows {max(start - AT_ONCE, 1):,} on", "arrow_back", key, start - AT_ONCE, start > 1)
        _turn(f"Rows {last + 1:,} on", "arrow_forward", key, last + 1, last < found.total)
        st.number_input(
            "From row", min_value=1, max_value=max(found.total, 1), step=AT_ONCE, key=key, width=160
        )
        _take_along(engine, number, start, found.total, zone)


def _turn(label: str, icon: str, key: str, start: int, there: bool) -> None:
    """A button to other rows."""
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"{key}-{icon}",
        disabled=not there,
        on_click=_set,
        args=(key, max(start, 1)),
    )


def _set(key: str, start: int) -> None:
    st.session_state[key] = start


def _take_along(engine: Store, number: int, start: int, total: int, zone: str) -> None:
    """A file of the rows from `start` on: of all of them, unless they are very many."""
    last = min(start + IN_A_FILE - 1, total)
    whole = start == 1 and last == total
    st.download_button(
        f"Download all {total:,} rows" if whole else f"Download rows {start:,} to {last:,}",
        data=lambda: as_csv(
            _shown(brought.rows(engine, number, IN_A_FILE, start - 1, zone).rows, zone)
        ),
        file_name=f"upload-{number}-rows-{start}-to-{last}.csv",
        mime="text/csv",
        key=f"brought-{number}-csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _shown(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The rows as people read them: times in the zone, a dash where a cell is blank."""
    named = rows.rename(columns=lambda name: str(name).replace("_", " "))
    shown = named.map(lambda value: value if isinstance(value, str) else cell(value, zone))
    return shown.assign(batch=rows["batch"].astype("int64")).rename(columns={"batch": "upload"})
