"""Light or dark: figures bring their own colours, so that a page is drawn again when it changes."""

import streamlit as st

WATCH = """
export default function ({ setTriggerValue }) {
  const page = document.querySelector('[data-testid="stApp"]');
  const colour = () => getComputedStyle(page).backgroundColor;
  let drawn = colour();
  const watch = new MutationObserver(() => {
    if (colour() === drawn) return;
    drawn = colour();
    setTriggerValue("changed", drawn);
  });
  watch.observe(page, { attributes: true, attributeFilter: ["class", "style"] });
  return () => watch.disconnect();
}
"""


def watched() -> None:
    """Let the browser say when the page has become dark or light; until then it costs nothing."""
    watch = st.components.v2.component("sla-theme", js=WATCH)
    watch(key="theme", on_changed_change=_again)


def _again() -> None:
    """The page runs again anyway, and that is all there is to do."""
