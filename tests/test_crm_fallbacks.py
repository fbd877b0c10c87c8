"""What stands in for missing columns, counted over a file however it is cut."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.cells.cells import Column
from sla_core.crm.fallbacks import Draft, complete_activities, complete_deals, complete_leads
from sla_core.crm.tally import Tally

ORIGINS = {"Cold Call": "sales", "Web": "marketing"}
SOURCES = st.lists(st.sampled_from(["Cold Call", "Web", "cold  call", "Fair", None]), max_size=12)
Cells = Sequence[str | None]


def column(cells: Cells) -> Column:
    none = np.zeros(len(cells), bool)
    return Column(pa.array(cells, pa.string()), none, none)


def leads(sources: Cells, origins: Cells | None = None, tally: Tally | None = None) -> Draft:
    columns = {"source": column(sources), "tier": column(["A"] * len(sources))}
    if origins is not None:
        columns["origin"] = column(origins)
    draft = Draft(len(sources), columns, [], tally or Tally())
    complete_leads(draft, ORIGINS)
    return draft


def deals(stages: Cells, tally: Tally | None = None) -> Draft:
    draft = Draft(len(stages), {"stage": column(stages)}, [], tally or Tally())
    complete_deals(draft)
    return draft


def test_the_sources_that_are_sales_are_named_and_counted() -> None:
    found = leads(["Cold Call", "Fair", None, "Web", "Cold Call"])
    assert found.text("origin").to_pylist() == [
        *("sales", "marketing", "marketing", "marketing", "sales")
    ]
    assert found.rules == [
        "There is no column for origin: leads of the source “Cold Call” are sales' (2), the others"
        " marketing's (3, 1 of them without a source)."
    ]


def test_rows_whose_origin_says_nothing_are_counted_with_what_was_taken() -> None:
    found = leads(["Cold Call", "Fair", "Fair"], [None, None, "sales"])
    assert found.text("origin").to_pylist() == ["sales", "marketing", "sales"]
    assert found.rules == [
        "Rows whose origin is blank or cannot be read: 2; taken as: 1 marketing's, 1 sales' by"
        " their source."
    ]


def test_a_source_keeps_its_origin_when_it_is_renamed() -> None:
    draft = Draft(2, {"source": column(["Phone", "Phone"]), "tier": column(["A", "A"])})
    draft.theirs["source"] = pa.array(["Cold Call", "Web"])
    complete_leads(draft, ORIGINS)
    assert draft.text("origin").to_pylist() == ["sales", "marketing"]


def test_any_other_source_is_the_one_that_the_star_says() -> None:
    draft = Draft(3, {"source": column(["Web", "Fair", None])})
    complete_leads(draft, {"Web": "marketing", "*": "sales"})
    assert draft.text("origin").to_pylist() == ["marketing", "sales", "marketing"]


def test_a_source_that_says_nothing_of_its_origin_is_marketing_s() -> None:
    draft = Draft(1, {"source": column(["Web"])})
    complete_leads(draft, {"Web": ""})
    assert draft.text("origin").to_pylist() == ["marketing"]


def test_stages_say_won_and_lost_in_any_of_the_languages_and_which_did_is_told() -> None:
    found = deals(["Gewonnen", "失注", "Demo", None, "Closed Won", "Never won"])
    assert found.text("outcome").to_pylist() == ["won", "lost", "open", "open", "won", "open"]
    assert found.rules == [
        "There is no column for outcome: by its words the stage “Closed Won”, “Gewonnen” won,"
        " “失注” lost, any other open.",
        "“Demo” (1 row) and “Never won” (1 row) count as open; --value"
        ' "outcome:Demo=won|lost|open" says otherwise.',
        "1 row without a stage counts as open.",
        "Won deals without a time of closing: 2; they count in no period (--map closed_at=COLUMN says"
        " where it stands).",
    ]


def test_stages_that_nobody_knows_are_named_the_most_frequent_first_at_most_ten() -> None:
    stages = [letter * 3 for letter in "bcdfghjklmnp"]
    named = deals(["Won", "Offen", *stages, "ppp", None, None]).rules[1:]
    first, *others = named[0].split(", ")
    assert (first, others[-1].partition(" and ")[0]) == ("“ppp” (2 rows)", "“lll” (1 row)")
    assert named[0].endswith(
        'and 2 more count as open; --value "outcome:ppp=won|lost|open" says otherwise.'
    )
    assert named[1] == "2 rows without a stage count as open."


def test_a_stage_that_may_be_more_than_open_is_named() -> None:
    found = deals(
        ["Won", "Proposal sent", "Angebot angenommen", "New customer", "Proposal rejected"]
    )
    assert found.text("outcome").to_pylist() == ["won", "open", "open", "open", "lost"]
    assert found.rules[1].startswith(
        "“Angebot angenommen” (1 row) and “New customer” (1 row) count as open;"
    )


def test_the_user_says_what_stages_mean_and_the_others_are_still_understood() -> None:
    draft = Draft(5, {"stage": column(["Won", "Sold", "Gone", "Halt", "Dead end"])})
    draft.outcomes = {"sold": "won", "Gone": "lost", "Halt": ""}
    complete_deals(draft)
    assert draft.text("outcome").to_pylist() == ["won", "won", "lost", "open", "open"]
    assert draft.rules[1:] == [
        '“Dead end” (1 row) counts as open; --value "outcome:Dead end=won|lost|open" says otherwise.',
        "Won deals without a time of closing: 2; they count in no period (--map closed_at=COLUMN says"
        " where it stands).",
    ]


def test_that_no_stage_says_won_or_lost_is_told() -> None:
    assert deals(["Demo", "Offer"]).rules == [
        "There is no column for outcome, and no stage says won or lost: every deal is open."
    ]


@given(SOURCES, st.data())
def test_the_rules_are_the_same_however_a_file_is_cut(
    sources: list[str | None], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(sources)))
    tally = Tally()
    for part in (sources[:cut], sources[cut:]):
        last = leads(part, tally=tally)
    assert last.rules == leads(sources).rules


@given(st.lists(st.sampled_from(["won", "Perdu", "Demo", None]), max_size=9), st.data())
def test_the_outcomes_are_the_same_however_a_file_is_cut(
    stages: list[str | None], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(stages)))
    tally = Tally()
    parts = [deals(part, tally) for part in (stages[:cut], stages[cut:])]
    whole = deals(stages)
    found = [one for part in parts for one in part.text("outcome").to_pylist()]
    assert found == whole.text("outcome").to_pylist()
    assert parts[-1].rules == whole.rules


def activities(channels: Cells, **more: Cells) -> Draft:
    columns = {name: column(cells) for name, cells in {"channel": channels, **more}.items()}
    draft = Draft(len(channels), columns)
    complete_activities(draft)
    return draft


def test_the_channel_says_the_direction_where_no_column_does() -> None:
    theirs = [
        "Incoming call",
        "Missed call",
        "Eingehende Mail",
        "Email sent",
        "Call",
        "Check in",
        None,
    ]
    found = activities([*theirs, "Incoming call", "着信"])
    said = ["inbound", "inbound", "inbound", "outbound", None, None, None, "inbound", "inbound"]
    assert found.text("direction").to_pylist() == said
    assert found.text("channel").to_pylist()[:2] == ["Incoming call", "Missed call"]
    assert found.rules == [
        "There is no column for direction: by its words the channel “Incoming call” (2 rows),"
        " “Missed call” (1 row), “Eingehende Mail” (1 row) and “着信” (1 row) inbound,"
        " “Email sent” (1 row) outbound, any other outbound."
    ]
    told = activities(["Incoming call", "Call"], direction=["outbound", None])
    assert (told.text("direction").to_pylist(), told.rules) == (["outbound", None], [])


def test_notes_are_no_attempts() -> None:
    found = activities(["Note", "Notiz", "Call note", "Nota interna", "Call", None])
    planned = ["planned", "planned", None, "planned", None, None]
    assert found.text("outcome").to_pylist() == planned
    assert found.rules == ["Notes are no attempts: 3 rows."]
    told = activities(["Note", "メモ"], outcome=["connected", None])
    assert told.text("outcome").to_pylist() == ["connected", "planned"]
