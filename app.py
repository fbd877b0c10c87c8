"""The frame of every screen: page settings, the store, filters, navigation, failures told in words."""

import streamlit as st

from screens.parts import filters, notices, welcome
from screens.parts.caches import store
from sla_core.store.engine import reading
from sla_core.store.extent import extent
from sla_core.store.settings import workspace

# The folder is not called pages/: Streamlit takes one of that name for its own, and tells the first
# visitor of a fresh server that the page of a deep link does not exist.
PAGES = {
    "Review": [
        st.Page(
            "screens/review/weekly.py",
            title="Weekly review",
            icon=":material/balance:",
            default=True,
        ),
        st.Page("screens/review/marketing.py", title="Marketing", icon=":material/campaign:"),
        st.Page("screens/review/sales.py", title="Sales", icon=":material/phone_in_talk:"),
    ],
    "Plan": [st.Page("screens/plan/targets.py", title="Targets", icon=":material/target:")],
    "Data": [
        st.Page("screens/data/upload.py", title="Upload", icon=":material/upload_file:"),
        st.Page("screens/data/settings.py", title="Settings", icon=":material/settings:"),
    ],
}


def main() -> None:
    st.set_page_config(page_title="Service-level agreement", page_icon="⚖️", layout="wide")
    page = st.navigation(PAGES)
    with notices.telling():
        engine = store()
        there = extent(engine)
        with reading(engine) as connection:
            kept = workspace(connection)
        with st.sidebar:
            if there.batches:
                filters.show(there, kept, folded=page not in PAGES["Review"])
            notices.link_here()
        if there.demo:
            welcome.invented(engine)
        if there.batches == 0 and page in PAGES["Review"]:
            welcome.first_start(engine)
        else:
            page.run()


main()
