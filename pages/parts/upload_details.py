"""One upload: how it was read, its rows with what they changed, its faults, and its way back."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import draw, upload_undo
from pages.parts.caches import Store
from pages.parts.formats import cell, escape, moment, several
from sla_core.glancing import on_a_page
from sla_core.store import batches, brought

AT_ONCE = 100
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
            upload_undo.offer(engine, number, str(row["file"]))


def _told(row: Mapping[str, Any], zone: str) -> str:
    counts = ", ".join(
        f"{row[f'{name}_rows']:,} {name}" for name in ("new", "changed", "same", "refused")
    )
    return escape(
        f"{str(row['kind']).capitalize()}, read as {row['dialect']}, uploaded by {row['who']} on"
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
    st.dataframe(frame, hide_index=True, width="content", key="upload-mapping")


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
    start = st.number_input("From row", min_value=1, step=AT_ONCE, key=f"rows-{number}", width=200)
    found = brought.rows(engine, number, AT_ONCE, start - 1)
    if found.rows.empty:
        st.text(f"There are {found.total:,} rows.")
        return
    frame = found.rows.rename(columns=lambda name: str(name).replace("_", " "))
    shown = frame.map(lambda value: value if isinstance(value, str) else cell(value, zone))
    last = start + len(shown) - 1
    st.caption(
        f"Rows {start:,} to {last:,} of {found.total:,} that upload {number} brought, those that"
        " stand first. “changes” is against the version before."
    )
    draw.table(shown, f"brought-{number}", f"upload-{number}-rows-{start}-to-{last}.csv")
