"""The files that were dropped: each recognised or asked about, previewed, and imported together."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.parts import caches, file_answers, file_previews
from pages.parts.caches import Store
from pages.parts.file_answers import Answers
from pages.parts.formats import escape
from pages.parts.notices import telling
from sla_core import asking, uploads
from sla_core.asking import Options

WHO = "this app"


@dataclass(frozen=True)
class Ready:
    """A file whose preview is on the screen."""

    name: str
    data: bytes
    wishes: Options


def show(engine: Store, files: Sequence[UploadedFile], zone: str) -> None:
    """All files, and one button for those that can be imported."""
    ready = [found for file in files if (found := _one(engine, file, zone))]
    if not ready:
        return
    label = f"Import {ready[0].name}" if len(ready) == 1 else f"Import {len(ready)} files"
    if st.button(escape(label), type="primary", icon=":material/input:", key="import"):
        for file in ready:
            uploads.start(engine, file.name, file.data, file.wishes, who=WHO)
        st.rerun()


def _one(engine: Store, file: UploadedFile, zone: str) -> Ready | None:
    key, data = file.file_id, file.getvalue()
    with st.container(border=True):
        st.markdown(f"##### {escape(file.name)}", anchors=False)
        with telling():
            wishes = _asked(engine, Answers(engine, file.name, data, key), zone)
            if wishes:
                return _previewed(engine, key, Ready(file.name, data, wishes))
    return None


def _previewed(engine: Store, key: str, file: Ready) -> Ready | None:
    """The file, unless it is in the store already."""
    with st.spinner("Reading and comparing …"):
        preview = caches.previewed(engine, key, file.name, file.data, file.wishes)
    file_previews.show(preview, key)
    return None if preview.outcome.known else file


def _asked(engine: Store, answers: Answers, zone: str) -> Options | None:
    """The wishes for a file: none for a known export, unless the user wants to have a say."""
    head = asking.head(answers.name, answers.data)
    offered = asking.offered(engine, head.header)
    known = offered is not None or asking.known(answers.name, answers.data)
    with st.expander("How it is read", expanded=not known):
        if known and not st.toggle("Say which column is what", key=f"{answers.key}-by-hand"):
            return file_answers.wishes(engine, offered, answers.times(zone))
        if not known:
            st.markdown("This header is not known here. Say which column is what.")
        mapping = answers.mapping(head, offered)
        if mapping is None:
            return None
        times = answers.times(zone)
        return file_answers.wishes(engine, answers.save_as(mapping, head), times)
