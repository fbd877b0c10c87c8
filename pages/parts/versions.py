"""The saved versions of the agreement: a list, and the agreement as a file."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts import goals_form
from pages.parts.caches import Store
from pages.parts.formats import escape, number
from sla_core import periods
from sla_core.agreement import toml
from sla_core.agreement.model import LABELS, SHARES, Agreement, Promise
from sla_core.store import agreements


def in_words(agreement: Agreement) -> str:
    """Name, version and beginning of an agreement, for Markdown."""
    begin = f"{agreement.in_force_from:%B %Y}" if agreement.in_force_from else "the beginning"
    return f"**{escape(agreement.name)}**, version {agreement.version}, in force from {begin}"


def listed(versions: Sequence[Agreement]) -> None:
    """All versions, the newest first."""
    rows = [
        {
            "Version": version.version,
            "In force from": f"{version.in_force_from:%B %Y}"
            if version.in_force_from
            else "the beginning",
            "Promises": escape("; ".join(map(_promise, version.promises)) or "none"),
            "Clock": goals_form.CLOCKS[version.clock],
        }
        for version in sorted(versions, key=lambda v: v.version, reverse=True)
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)


def as_file(engine: Store, current: Agreement | None, *, demo: bool) -> None:
    """Take the agreement along as a readable file, or bring one in as the next version."""
    if current:
        st.download_button(
            "Download the version in force",
            toml.write(current),
            file_name=f"agreement-{current.version}.toml",
            on_click="ignore",
            icon=":material/download:",
        )
    file = st.file_uploader(
        "An agreement as a TOML file", type="toml", key="agreement-file", max_upload_size=1
    )
    if file and st.button("Save it as a new version", key="agreement-save"):
        text = file.getvalue().decode("utf-8", "replace")
        new = agreements.dated(engine, toml.parse(file.name, text), periods.now())
        goals_form.save(engine, new, demo=demo)


def _promise(promise: Promise) -> str:
    goal = (
        number(promise.goal * 100, "%", 0) if promise.measure in SHARES else f"{promise.goal:,.6g}"
    )
    hours = f" of {promise.hours:g} hours" if promise.hours else ""
    return f"{LABELS[promise.measure]}{hours}: {goal}"
