"""Every cache of the screens: the open store, and results by data version and filters."""

from datetime import datetime
from typing import Any

import streamlit as st

from sla_core.periods import parse_period
from sla_core.reports.review import Review
from sla_core.store.engine import database_url, open_store

Store = Any
"""The store's engine; screens hand it on and never look inside."""


@st.cache_resource(show_spinner="Opening the database …")
def opened(url: str) -> Store:
    """The store at the URL: created, migrated, one for all sessions."""
    return open_store(url)


def store() -> Store:
    """The app's store."""
    return opened(database_url())


# Reviews are frozen, so that sessions may share one object.
@st.cache_resource(show_spinner=False, max_entries=64)
def reviewed(
    url: str,
    data_version: int,
    period: str,
    fiscal_start: int,
    as_of: datetime | None,
    team: str | None,
    by: Any,
    minute: datetime,
) -> Review:
    """The review of the period as the store at the URL has it in this version of its data."""
    from sla_core.reports import build

    return build.review(
        opened(url), parse_period(period, fiscal_start), as_of, minute, team=team, by=by
    )
