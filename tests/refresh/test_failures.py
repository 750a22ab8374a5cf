"""
Whatever a publisher's server does, a failure is one message and no file in data/ is touched.
"""

import gzip
import json
import random

import pytest
from local_upstream import after, body, dripping, endless, redirect, stalled, status, truncated
from refresh_project import SOURCES, everything, state_file

EQUIPMENT = "PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/main/data/russia_losses_equipment.json"
ATTACKS = "vovaara-droid/graphrag-learning/HEAD/data/missile_attacks_daily.csv"
METADATA = "marhip97/ukrainastotte/main/data/processed/metadata.json"
MONTHLY = "marhip97/ukrainastotte/main/data/processed/tidsserier_maanedlig.csv"
WORKBOOK = "sites/default/files/SIPRI-Milex-data-1949-2025_v1.2.xlsx"
TOTALS = "scarnecchia/oryx_data/main/totals_by_type.csv"
DATED = "leedrake5/Russia-Ukraine/main/data/byType/2026-10-01.csv"
GIB = 1 << 30
HTML = b"<!DOCTYPE html>\n<title>Rate limit</title>\n"

TRANSFER = {
    "404": (status(404), "answered 404, no such file"),
    "403": (status(403), "answered 403"),
    "500": (status(500), "answered 500"),
    "304 unasked": (status(304), "answered 304"),
    "stalled": (stalled, "no byte for 0.3 s, 3 times"),
    "dripping": (dripping, "not complete after 1 s"),
    "truncated": (truncated(b"[" + b"1, " * 5000 + b"1]"), "the answer broke off"),
    "cut and said to be whole": (body(b'[{"date": "2022-02-25", "tank'), "no whole JSON"),
    "HTML": (body(HTML), "no json; it begins with '<!DOCTYPE html>'"),
    "empty": (body(b""), "the answer is empty"),
    "redirect loop": (redirect(f"/{EQUIPMENT}"), "more than 5 redirects"),
    "redirect to a file": (redirect("file:///etc/hostname"), "cannot be fetched"),
    "1 GiB announced": (endless(GIB), "larger than the 20,000,000 bytes"),
    "1 GiB unannounced": (endless(None), "larger than the 20,000,000 bytes"),
    "gzip bomb": (
        body(gzip.compress(bytes(1 << 26)), Content_Encoding="gzip"),
        "larger than the 20,000,000 bytes",
    ),
    "gzip garbage": (body(random.Random(1).randbytes(3000), Content_Encoding="gzip"), "Content-Encoding"),
    "not UTF-8": (body(b"[\xff\xfe]"), "is not UTF-8"),
    "deeply nested": (body(b"[" * 100_000), "no whole JSON"),
    "no list of days": (body(b'{"message": "moved"}'), "must be a list of days"),
}


@pytest.mark.parametrize("kind", TRANSFER)
def test_a_failed_transfer_is_one_message_and_changes_nothing(stale, publisher, run, kind):
    """
    The message names the address or file and what is wrong; the table, its manifest and the state stay.
    """
    answer, told = TRANSFER[kind]
    publisher.answers[EQUIPMENT] = answer
    before = everything(stale)
    outcome = run("general_staff_petro")["general_staff_petro"]
    assert outcome.has_failed
    assert told in outcome.message
    assert "\n" not in str(outcome)
    assert "russia_losses_equipment.json" in outcome.message
    assert everything(stale) == before
    assert not state_file().exists()
    assert publisher.sent < 200_000_000


def _days(publisher) -> list[dict]:
    return json.loads((publisher.folder / EQUIPMENT).read_text(encoding="utf-8"))


def _publish(publisher, days: list[dict]) -> None:
    (publisher.folder / EQUIPMENT).write_text(json.dumps(days), encoding="utf-8")


def _renamed(days: list[dict]) -> list[dict]:
    return [{("tanks" if name == "tank" else name): value for name, value in day.items()} for day in days]


def _last(days: list[dict], **values: object) -> list[dict]:
    return [*days[:-1], days[-1] | values]


CONTENT = {
    "renamed column": (_renamed, "the columns changed (missing: tank; not known: tanks)"),
    "new column": (lambda days: _last(days, hovercraft=3), "not known: hovercraft"),
    "text for a number": (
        lambda days: _last(days, tank="12,238"),
        "column tank: '12,238': must be a whole number",
    ),
    "a fraction": (lambda days: _last(days, tank=12238.5), "column tank: '12238.5': must be a whole number"),
    "negative": (lambda days: _last(days, tank=-1), "column tank: '-1': must not be negative"),
    "the same day twice": (lambda days: [*days, days[-1]], "'2026-08-08': this key stands in the file twice"),
    "a day to come": (lambda days: _last(days, date="2031-01-01"), "lies in the future"),
    "no day": (lambda days: _last(days, date="8 August"), "must be an ISO day"),
    "old file": (lambda days: days[:-3], "the file ends on 2026-05-03, the table already reaches 2026-05-04"),
    "a day gone": (
        lambda days: days[:-6] + days[-5:],
        "13 rows are gone upstream, the first is russia, APC, 2026-03-05",
    ),
    "a falling count": (lambda days: _last(days, tank=12_240), "a cumulative count falls by"),
    "a jump": (lambda days: _last(days, tank=99_000), "russia, tank, 2026-08-08: value"),
}


@pytest.mark.parametrize("kind", CONTENT)
def test_implausible_content_is_one_message_and_changes_nothing(stale, publisher, run, kind):
    """
    A file that arrives whole is still refused when its shape or its figures cannot be right.
    """
    spoil, told = CONTENT[kind]
    _publish(publisher, spoil(_days(publisher)))
    before = everything(stale)
    outcome = run("general_staff_petro")["general_staff_petro"]
    assert outcome.has_failed
    assert told in outcome.message
    assert "\n" not in str(outcome)
    assert everything(stale) == before


def test_an_old_file_under_a_newer_date_is_refused(stale, publisher, run):
    """
    What a server says of a file's date is no proof that the file is newer.
    """
    old = json.dumps(_days(publisher)[:-3]).encode()
    publisher.answers[EQUIPMENT] = body(old, Last_Modified="Mon, 23 Nov 2026 08:00:00 GMT", ETag='"newer"')
    before = everything(stale)
    assert "an old file" in run("general_staff_petro")["general_staff_petro"].message
    assert everything(stale) == before


@pytest.mark.parametrize(
    ("source", "path", "old", "new", "told"),
    [
        ("missiles", ATTACKS, b",model,", b",modell,", "missing: model; not known: modell"),
        (
            "missiles",
            ATTACKS,
            b",753.0,",
            b",75300.0,",
            "air_force: launched 75,439 is beyond the bound of 2,500",
        ),
        (
            "kiel",
            METADATA,
            b"Release_28",
            b"Release_30",
            "does not hold 'Ukraine_Support_Tracker_Release_28'",
        ),
        ("kiel", MONTHLY, b"sum_eur", b"sum", "missing: sum_eur; not known: sum"),
        ("kiel", MONTHLY, b",2022,", b",20x2,", "cannot be read"),
        ("sipri", WORKBOOK, b"xl/worksheets", b"xl/worksheetz", "no sound workbook"),
        (
            "oryx_scarnecchia",
            TOTALS,
            b"Russia,Tanks,",
            b"Russia,Hovercraft,",
            "counts of 2025-07-19 are not those",
        ),
        ("oryx_scarnecchia", TOTALS, b"country,", b"side,", "missing: country; not known: side"),
        ("oryx_leedrake5", DATED, b'"Russia","Tanks"', b'"Russia","Panzer"', "Russia has no line Tanks"),
        (
            "oryx_leedrake5",
            DATED,
            b"165,4448,",
            b"165,4449,",
            "must be destroyed + abandoned + captured + damaged",
        ),
        (
            "oryx_leedrake5",
            DATED,
            b'"2026-10-01"\n"2"',
            b'"2026-09-30"\n"2"',
            "'2026-09-30': must be 2026-10-01",
        ),
    ],
)
def test_every_source_refuses_a_changed_file(stale, publisher, run, source, path, old, new, told):
    """
    Each publisher's files are read strictly, not only the General Staff's.
    """
    content = (publisher.folder / path).read_bytes()
    assert old in content
    (publisher.folder / path).write_bytes(content.replace(old, new, 1))
    before = everything(stale)
    outcome = run(source)[source]
    assert outcome.has_failed
    assert told in outcome.message
    assert everything(stale) == before


def test_a_passing_failure_is_tried_again(stale, publisher, run):
    """
    Two answers of 500 and then the file are a success.
    """
    publisher.answers[EQUIPMENT] = after(2, 500)
    assert run("general_staff_petro")["general_staff_petro"].status == "refreshed"
    assert [path for path, _ in publisher.asked].count(EQUIPMENT) == 3


def test_a_redirect_that_leads_somewhere_is_followed(stale, publisher, run):
    """
    A publisher may move a file.
    """
    moved = publisher.folder / "moved.json"
    (publisher.folder / EQUIPMENT).rename(moved)
    publisher.answers[EQUIPMENT] = redirect("/moved.json")
    assert run("general_staff_petro")["general_staff_petro"].status == "refreshed"


def test_no_server_at_all_is_told(stale, run):
    """
    Without a network every source fails by itself, with its address.
    """
    outcome = run("missiles", base="http://127.0.0.1:9")["missiles"]
    assert outcome.has_failed
    assert "no connection" in outcome.message


def test_one_failed_source_blocks_no_other(stale, publisher, run):
    """
    A mirror that is down leaves the other mirror, Oryx and the missiles to be refreshed.
    """
    publisher.answers[EQUIPMENT] = status(404)
    outcomes = run(*SOURCES)
    assert [name for name, outcome in outcomes.items() if outcome.has_failed] == ["general_staff_petro"]
    assert {outcome.status for outcome in outcomes.values()} == {"failed", "refreshed"}


def test_an_edited_table_is_not_overwritten(stale, run):
    """
    A table that somebody edited and did not seal is refused, not refreshed over.
    """
    with (stale / "battlefield" / "air_attacks.csv").open("a", encoding="utf-8") as file:
        file.write("2026-01-01\n")
    before = everything(stale)
    outcome = run("missiles")["missiles"]
    assert "threefronts seal battlefield/air_attacks" in outcome.message
    assert everything(stale) == before


def test_one_implausible_source_of_a_shared_table_blocks_no_other(stale, publisher, run):
    """
    Where the parts of a table fail together, each is tried by itself and only the bad one is left out.
    """
    file = publisher.folder / DATED
    text = file.read_text(encoding="utf-8")
    assert "19105,1194,2839,1000,24138" in text
    file.write_text(
        text.replace("19105,1194,2839,1000,24138", "17967,1194,2839,1000,23000"), encoding="utf-8"
    )
    outcomes = run(*SOURCES)
    assert [name for name, outcome in outcomes.items() if outcome.has_failed] == ["oryx_leedrake5"]
    assert "a cumulative count falls by 703" in outcomes["oryx_leedrake5"].message
    assert "2026-08-08" in (stale / "battlefield" / "equipment_losses.csv").read_text(encoding="utf-8")
