"""Every cache of the screens: the open store, and results by data version and filters."""

from datetime import datetime
from typing import Any

import streamlit as st

from sla_core import asking, glancing, periods, uploads
from sla_core.asking import Options, Proposals, Word
from sla_core.glancing import Glance, TwoDays
from sla_core.reports import build
from sla_core.reports.build import Question
from sla_core.reports.review import Review
from sla_core.store import agreements, jobs, snapshot
from sla_core.store.engine import database_url, open_store, reading
from sla_core.store.extent import Extent, extent
from sla_core.store.loading import Progress
from sla_core.store.settings import data_version
from sla_core.store.snapshot import Snapshot
from sla_core.uploads import Preview

Store = Any
"""The store's engine; screens hand it on and never look inside."""


@st.cache_resource(show_spinner="Opening the database …")
def opened(url: str) -> Store:
    """The store at the URL: created, migrated, one for all sessions.

    This runs once per start of the app, so that a job still running then has lost its process.
    """
    engine = open_store(url)
    jobs.interrupt_stale(engine, periods.now())
    return engine


def store() -> Store:
    """The app's store."""
    return opened(database_url())


def extent_of(engine: Store) -> Extent:
    """What the store holds: whether anything, since when, which teams."""
    return _extent(database_url(), data_version(engine))


@st.cache_data(show_spinner=False, max_entries=16)
def _extent(url: str, version: int) -> Extent:
    return extent(opened(url))


# What was read and reviewed is frozen, so that sessions may share one object.
@st.cache_resource(show_spinner=False, max_entries=1)
def _read(url: str, version: int) -> Snapshot:
    with reading(opened(url)) as connection:
        return snapshot.load(connection)


def read(engine: Store) -> Snapshot:
    """All that figures are computed from, read once per data version."""
    return _read(database_url(), data_version(engine))


@st.cache_resource(show_spinner=False, max_entries=64)
def _reviewed(url: str, version: int, question: Question, now: datetime) -> Review:
    data = _read(url, version)
    with reading(opened(url)) as connection:
        return build.assemble(connection, data, agreements.versions(connection), question, now)


def reviewed(engine: Store, question: Question) -> Review:
    """The review that the question asks for, computed once per data version and minute."""
    minute = periods.now().replace(second=0, microsecond=0)
    return _reviewed(database_url(), data_version(engine), question, minute)


@st.cache_data(show_spinner=False, max_entries=64)
def glanced(key: str, name: str, _data: bytes) -> Glance:
    """What an uploaded file is at first sight; `key` stands for its bytes."""
    return glancing.glance(name, _data)


@st.cache_data(show_spinner=False, max_entries=64)
def _proposed(
    url: str, version: int, key: str, name: str, _data: bytes, kind: str | None
) -> Proposals:
    return asking.proposals(name, _data, kind, lookup=uploads.ids_of(opened(url)))


def proposed(key: str, name: str, data: bytes, kind: str | None) -> Proposals:
    """What the columns of an uploaded file probably are, its ids also by those in the store."""
    url = database_url()
    return _proposed(url, data_version(opened(url)), key, name, data, kind)


@st.cache_data(show_spinner="Counting words …", max_entries=256)
def words(
    key: str, name: str, _data: bytes, kind: str, field: str, column: str
) -> tuple[Word, ...]:
    """The words of a column of an uploaded file, with counts and what they probably mean."""
    return glancing.words_of(name, _data, kind, field, column)


@st.cache_data(show_spinner=False, max_entries=64)
def in_doubt(key: str, name: str, _data: bytes, column: str) -> tuple[TwoDays, ...]:
    """The dates of a column of an uploaded file that have two readings."""
    return glancing.in_doubt(name, _data, column)


def previewed(
    engine: Store, key: str, name: str, data: bytes, wishes: Options, progress: Progress
) -> Preview:
    """What an import of the uploaded file would do to the store as it stands.

    `progress` is told how far it is, where that is not known already.
    """
    place = _place(database_url(), data_version(engine), key, wishes.canonical())
    if not place:
        place.append(uploads.preview(engine, name, data, wishes, progress))
    return place[0]


@st.cache_resource(show_spinner=False, max_entries=16, ttl="1h")
def _place(url: str, version: int, key: str, asked: str) -> list[Preview]:
    """Where a preview is kept; filled outside, since nothing can be drawn from inside a cache."""
    return []
