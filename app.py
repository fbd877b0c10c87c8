"""The frame of every screen: page settings, the store, filters, navigation, failures told in words.

`streamlit run app.py` imports this file once to find the server, and runs it as the script of each
session.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from sla_core.store.engine import reading
from sla_core.store.settings import workspace


def main() -> None:
    # What screens share keeps caches, which belong to a session and not to the server's start.
    from pages.parts import filters, notices, themes, welcome
    from pages.parts.caches import extent_of, store

    st.set_page_config(page_title="Service-level agreement", page_icon="⚖️", layout="wide")
    pages = _pages()
    page = st.navigation(pages)
    with notices.telling():
        engine = store()
        there = extent_of(engine)
        with reading(engine) as connection:
            kept = workspace(connection)
        with st.sidebar:
            if there.batches:
                filters.show(there, kept, folded=page not in pages["Review"])
            notices.link_here()
            themes.watched()
        if there.demo:
            welcome.invented(engine)
        if there.batches == 0 and page in pages["Review"]:
            welcome.first_start(engine)
        else:
            page.run()


def _pages() -> dict[str, list[st.Page]]:
    weekly = st.Page(
        "pages/review/weekly.py", title="Weekly review", icon=":material/balance:", default=True
    )
    return {
        "Review": [
            weekly,
            st.Page("pages/review/marketing.py", title="Marketing", icon=":material/campaign:"),
            st.Page("pages/review/sales.py", title="Sales", icon=":material/phone_in_talk:"),
        ],
        "Plan": [st.Page("pages/plan/targets.py", title="Targets", icon=":material/target:")],
        "Data": [
            st.Page("pages/data/upload.py", title="Upload", icon=":material/upload_file:"),
            st.Page("pages/data/settings.py", title="Settings", icon=":material/settings:"),
        ],
    }


app = st.App(__file__)

if __name__ == "__main__":
    main()
else:
    # Streamlit takes a folder called pages/ for an older kind of app until a session has navigated,
    # and would tell the first visitor that the page of a deep link does not exist.
    PagesManager.uses_pages_directory = False
