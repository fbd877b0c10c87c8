"""Settings: how the workspace speaks, and the goals in force."""

import streamlit as st

from pages.parts import copies_form, goals_form, versions, workspace_form
from pages.parts.caches import extent_of, store
from sla_core import periods
from sla_core.agreement.model import in_force
from sla_core.store import agreements
from sla_core.store.engine import reading
from sla_core.store.settings import workspace


def main() -> None:
    engine = store()
    with reading(engine) as connection:
        kept, saved = workspace(connection), agreements.versions(connection)
    month = periods.period_holding(periods.local_date(periods.now(), kept.zone)).start
    current = in_force(saved, month)
    demo = extent_of(engine).demo
    st.title("Settings")
    st.subheader("Workspace")
    workspace_form.show(engine, kept)
    st.subheader("Goals in force")
    if current:
        st.markdown(versions.in_words(current))
    else:
        st.text("No goals yet: save some, and the reviews say how both sides stand.")
    goals_form.show(engine, current, kept, demo=demo)
    if saved:
        st.subheader("Versions")
        versions.listed(saved)
    st.subheader("The agreement as a file")
    versions.as_file(engine, current, demo=demo)
    st.subheader("Copies of the database")
    copies_form.show(engine, kept.zone)


main()
