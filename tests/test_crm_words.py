"""Words of theirs that nobody translated: taken where their meaning is sure, said, else asked."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sla_core.clean import CleanFile
from sla_core.crm import Options, read_export
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def read(text: str, **asked: Any) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(**asked), NOW)


def column(found: CleanFile, name: str) -> list[Any]:
    values: list[Any] = found.rows.column(name).to_pylist()
    return values


def calls(*words: str) -> str:
    """A Spanish file of calls, in a layout that is not known."""
    rows = (f"{n},ann@example.com,2026-10-13 10:00,{word}" for n, word in enumerate(words))
    return "\n".join(["ID de llamada,Correo electrónico,Fecha y hora,Resultado", *rows, ""])


def test_a_file_that_bears_our_own_names_may_speak_another_language() -> None:
    found = read(
        "activity_id,email,at,direction,outcome,automated\n"
        "1,a@x.com,2026-10-13 10:00,Ausgehend,Scheduled,manuell\n"
        "2,a@x.com,2026-10-13 11:00,outbound,not connected,ja\n"
        "3,a@x.com,2026-10-13 12:00,Eingehend,Scheduled,Serienmail\n"
    )
    assert column(found, "direction") == ["outbound", "outbound", "inbound"]
    assert column(found, "outcome") == ["planned", "not_connected", "planned"]
    assert column(found, "automated") == [False, True, True]
    assert (
        "Of outcome these words were taken: “Scheduled” as planned (2 rows), “not connected” as"
        " not_connected (1 row)."
    ) in found.rules
    assert found.blanked == {}


def test_an_origin_and_whether_a_lead_was_reached_are_understood_too() -> None:
    found = read(
        "lead_id,created_at,origin,connected\n"
        "1,2026-10-01,Vertrieb,reached\n2,2026-10-01,marketing,no answer\n"
    )
    assert column(found, "origin") == ["sales", "marketing"]
    assert column(found, "connected") == [True, False]


def test_a_word_that_nobody_knows_is_blank_and_counted_in_a_file_of_our_names() -> None:
    found = read("deal_id,outcome\n1,Gewonnen\n2,Completed\n")
    assert column(found, "outcome") == ["won", "open"]
    assert found.blanked == {"outcome": 1}


def test_a_word_counts_wherever_in_the_file_it_stands() -> None:
    found = read(calls(*["No contesta"] * 300, "Contestada", "Agendada"))
    assert column(found, "outcome")[-2:] == ["connected", "planned"]
    assert (
        "Of outcome these words were taken: “No contesta” as not_connected (300 rows), “Contestada”"
        " as connected (1 row), “Agendada” as planned (1 row)."
    ) in found.rules


def test_a_late_word_in_doubt_refuses_an_unknown_layout_with_the_option_that_settles_it() -> None:
    late = calls(*["No contesta"] * 300, "Hecho", "Muy bien", "Hecho")
    with pytest.raises(Refused) as refusal:
        read(late)
    assert str(refusal.value) == (
        "a.csv has words whose meaning is not sure: “Hecho” as outcome (2 rows), “Muy bien” as"
        " outcome (1 row); say what each means (--value"
        ' "outcome:Hecho=connected|not_connected|planned" --value'
        ' "outcome:Muy bien=connected|not_connected|planned"). Nothing was imported.'
    )
    told = {"outcome": {"Hecho": "connected", "Muy bien": "connected"}}
    assert column(read(late, values=told), "outcome")[-3:] == ["connected"] * 3
    star = read(late, values={"outcome": {"*": "planned"}})
    assert column(star, "outcome")[-4:] == ["not_connected", *["planned"] * 3]


def test_what_is_only_almost_won_is_neither_won_by_its_stage_nor_taken_in_an_unknown_layout() -> (
    None
):
    found = read("deal_id,stage\n1,Almost won\n2,Closed Won\n3,Lost contact\n")
    assert column(found, "outcome") == ["open", "won", "open"]
    with pytest.raises(Refused, match="words whose meaning is not sure: “Answered by machine”"):
        read(calls(*["No contesta"] * 300, "Answered by machine"))


def test_what_the_user_says_goes_before_what_a_word_means() -> None:
    text = "activity_id,email,at,outcome\n1,a@x.com,2026-10-13 10:00,Scheduled\n"
    assert column(read(text, values={"outcome": {"scheduled": ""}}), "outcome") == [None]
    assert column(read(text, values={"outcome": {"*": "connected"}}), "outcome") == ["connected"]


@pytest.mark.parametrize(
    "asked", [{"values": {"outcome": {"\ud800": "won"}}}, {"set": {"source": "a\udcff"}}]
)
def test_half_a_letter_is_refused_among_the_wishes(asked: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"^What was asked for holds half a letter"):
        read("deal_id,outcome,source\n1,won,Web\n", **asked)


def test_the_list_of_a_known_export_goes_before_what_a_word_means() -> None:
    header = "Call Start Time,Call Type,Call Owner,Record Id,LEADID"
    found = read(f"{header}\n2026-10-13 10:00,Eingehend,Bo,1,7\n")
    assert column(found, "direction") == [None]
    assert found.blanked == {"Call Type": 1}


def test_a_known_export_s_field_without_a_list_is_understood_by_its_words() -> None:
    header = "Deal - ID,Deal - Title,Deal - Status,Deal - Stage"
    found = read(f"{header}\n1,A,Gewonnen,Demo\n2,B,Lost,Demo\n")
    assert column(found, "outcome") == ["won", "lost"]
    assert "Of outcome these words were taken: “Gewonnen” as won (1 row)." in found.rules


def test_the_source_of_a_late_lead_tells_its_origin_too() -> None:
    rows = "".join(f"{n},Messe,2026-10-01\n" for n in range(300))
    found = read(f"Lead-Nr.,Quelle,Erstellt am\n{rows}300,Kaltakquise,2026-10-02\n")
    assert column(found, "origin")[-2:] == ["marketing", "sales"]
