"""Words and columns of a layout that is not known, of which it is asked what they mean."""

import pytest

from sla_core.crm import Options, read_export, recognise
from sla_core.problems import Refused
from tests.test_crm_proposals import NOW, proposed, rows, told


def test_words_that_may_mean_won_are_asked_with_the_options_that_say_it() -> None:
    text = "Order,State,Total,Closed on\n1,Paid,10,2026-10-31\n2,Demo,9,2026-11-02\n"
    with pytest.raises(Refused) as refusal:
        recognise("a.csv", text.encode())
    told = str(refusal.value)
    assert "It looks like deals (0.98)" in told
    options = [f'"outcome:{word}=won|lost|open"' for word in ("Paid", "Demo")]
    assert f"--map outcome=State --value {' --value '.join(options)}" in told
    asked = Options(map={"outcome": "State"}, values={"outcome": {"Paid": "won", "Demo": "open"}})
    found = rows(text, asked)
    assert [(row["deal_id"], row["outcome"]) for row in found] == [("1", "won"), ("2", "open")]


WORKED = """Call ID,Lead ID,Call time,Direction,Call result
1,7,2026-10-13 10:00,Outgoing,Completed
2,7,2026-10-14 10:00,Incoming,No answer
"""


def test_a_word_in_doubt_of_a_sure_column_is_asked_even_where_the_field_is_not_needed() -> None:
    with pytest.raises(
        Refused, match=r'--map "outcome=Call result" --value "outcome:Completed=[a-z_|]+"\.'
    ):
        recognise("a.csv", WORKED.encode())
    told = rows(WORKED, Options(values={"outcome": {"Completed": "connected"}}))
    assert [row["outcome"] for row in told] == ["connected", "not_connected"]
    assert [row["direction"] for row in told] == ["outbound", "inbound"]
    star = rows(WORKED, Options(values={"outcome": {"*": ""}}))
    assert [row["outcome"] for row in star] == [None, "not_connected"]
    same = rows(WORKED, Options(set={"outcome": "planned"}))
    assert [row["outcome"] for row in same] == ["planned", "planned"]


TASKS = """Task ID,Type,Lead ID,Date,Status
1,Call,7,2026-10-01 10:00,{}
2,Call,8,2026-10-01 11:00,Planned
"""


def test_a_status_that_says_planned_is_asked_about_where_its_other_words_are_in_doubt() -> None:
    with pytest.raises(
        Refused, match=r'--map outcome=Status --value "outcome:Completed=[a-z_|]+"\.'
    ):
        recognise("a.csv", TASKS.format("Completed").encode())


def test_a_status_of_activities_is_asked_about_though_none_of_its_words_is_known() -> None:
    with pytest.raises(
        Refused, match=r'"outcome:Not yet begun=[a-z_|]+" --value "outcome:Finished='
    ):
        rows(TASKS.format("Not yet begun").replace("Planned", "Finished"))
    orders = "Order,Stage,Status,Total,Closed on\n1,Won,Archived,10,2026-10-31\n"
    assert rows(orders + "2,Lost,Kept,9,2026-11-02\n")[0]["outcome"] == "won"


def test_where_one_column_is_asked_about_as_the_outcome_no_stage_is() -> None:
    text = "Opportunity ID,Stage,Status,Value,Close Date\n1,Qualified,Won,10,2026-10-25\n"
    text += "2,Demo,Abandoned,9,2026-10-31\n3,Demo,Lost,9,2026-10-31\n"
    asked = '--map outcome=Status --value "outcome:Abandoned=won|lost|open"'
    assert f"settled by: {asked}. The columns" in told(text)
    answer = Options(map={"outcome": "Status"}, values={"outcome": {"Abandoned": "lost"}})
    assert [row["outcome"] for row in rows(text, answer)] == ["won", "lost", "lost"]


def test_a_column_of_open_words_alone_is_no_outcome_beside_one_that_says_won_and_lost() -> None:
    text = "Order,Its state,Category,Total,Closed on\n1,WON,New,10,2026-10-31\n"
    found = proposed((text + "2,LOST,New,9,2026-11-02\n").replace(",", ";"), "deals").found()
    assert found["outcome"].column == "Its state"


WON = """Deal ID,Email,Amount,Created,Won,Close Date
A-1,ann@example.com,10,2026-07-28,{no},
A-2,bo@example.com,20,2026-07-09,{yes},2026-07-23
A-3,cy@example.com,30,2026-07-25,{no},2026-08-05
"""


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [("Won", "Yes", "No"), ("Gewonnen?", "ja", "nein"), ("Ganado", "1", "0")],
)
def test_in_a_column_called_won_yes_is_won_and_no_is_not(column: str, yes: str, no: str) -> None:
    text = WON.format(yes=yes, no=no).replace("Won", column)
    for options in (Options(), Options(map={"outcome": column})):
        assert [row["outcome"] for row in rows(text, options)] == ["open", "won", "open"]
    rule = f"“{no}” as open unless the stage says otherwise (2 rows; --value outcome:{no}=lost)"
    rules = read_export("a.csv", text.encode(), Options(), NOW).rules
    assert any(f"{rule}, “{yes}” as won (1 row)." in each for each in rules)
    lost = Options(values={"outcome": {no: "lost"}})
    assert [row["outcome"] for row in rows(text, lost)] == ["lost", "won", "lost"]


def test_a_column_called_lost_beside_it_says_which_deals_are_lost() -> None:
    head, one, two, three = WON.format(yes="Yes", no="No").splitlines()
    text = f"{head},Lost\n{one},No\n{two},No\n{three},Yes\n"
    assert [row["outcome"] for row in rows(text)] == ["open", "won", "lost"]


def test_an_outcome_that_was_told_and_of_which_no_word_is_known_is_refused_with_the_words() -> None:
    text = "deal_id,stage,Result\n1,Won,Blue\n2,Lost,Red\n"
    asked = '--value "outcome:Blue=won|lost|open" --value "outcome:Red=won|lost|open"'
    assert asked in told(text, Options(map={"outcome": "Result"}))
    known = text.replace("Blue", "Won")
    assert rows(known, Options(map={"outcome": "Result"}))[0]["outcome"] == "won"


KEAP = """Id,Email,Stage,User,Projected Revenue High,Projected Revenue Low,Date Closed
2,ann@example.com,Won,Dana,"$12,500.00","$10,000.00",2026-11-13
4,bo@example.com,Lost,Dana,$980.50,$784.40,2026-10-29
"""


def test_what_would_not_be_used_is_named_with_what_is_asked_and_one_answer_is_enough() -> None:
    perhaps = '--map owner=User --map "amount=Projected Revenue High"'
    unsure = KEAP.replace("Won", "Contacting").replace("Lost", "Engaging")
    assert f'=won|lost|open", and perhaps: {perhaps}. The columns' in told(unsure)
    columns = {"owner": "User", "amount": "Projected Revenue High"}
    found = rows(KEAP, Options("deals", map=columns, currency="USD"))
    assert [(row["owner"], row["amount"]) for row in found] == [("Dana", 1250000), ("Dana", 98050)]


def test_a_name_that_may_be_it_and_words_that_are_known_are_sure_together() -> None:
    found = rows(TASKS.format("Reached"))
    assert [row["outcome"] for row in found] == ["connected", "planned"]


def test_nothing_is_asked_of_deals_of_which_none_is_won_yet() -> None:
    text = "Order,State,Total,Closed on\n1,Lost,10,2026-10-31\n2,Open,9,2026-11-02\n"
    assert [row["outcome"] for row in rows(text)] == ["lost", "open"]
    with pytest.raises(Refused, match=r'--map outcome=State --value "outcome:Demo=[a-z_|]+"\. The'):
        rows(text.replace("Open", "Demo"))


def test_what_may_be_more_than_open_or_planned_is_asked() -> None:
    stages = "Order,State,Total,Closed on\n1,Proposal sent,10,2026-10-31\n"
    stages += "2,Proposal accepted,9,2026-11-02\n3,Lost,8,2026-11-03\n"
    asked = r'--map outcome=State --value "outcome:Proposal accepted=[a-z_|]+"\. The'
    with pytest.raises(Refused, match=asked):
        rows(stages)
    assert [row["outcome"] for row in rows(stages.replace("accepted", "rejected"))][1] == "lost"
    calls = WORKED.replace("Completed", "Termin geplant")
    with pytest.raises(Refused, match=r'--value "outcome:Termin geplant=[a-z_|]+"\. The'):
        rows(calls)
    assert rows(calls.replace("Termin geplant", "geplant"))[0]["outcome"] == "planned"


def test_of_many_words_it_is_said_how_many_there_are_and_how_many_are_not_shown() -> None:
    header, *calls = WORKED.splitlines()
    words = [f"Done {letter}" for letter in "abcdefghij"]
    many = [f"{n},7,2026-10-13 10:00,Outgoing,{word}" for n, word in enumerate(words)]
    with pytest.raises(Refused) as refusal:
        recognise("a.csv", "\n".join([header, *calls, *many]).encode())
    told = str(refusal.value)
    assert "outcome = “Call result” (0.98; what do “Completed” and 10 more words mean?)" in told
    assert 'Done g=connected|not_connected|planned" (and 3 more words). The columns' in told
