"""Replies in the habits of old programs and of technical lists: nothing written is lost, no quote is kept."""

from __future__ import annotations

import time

import pytest

from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting.look_alikes import cut_run_in, is_patch, is_prompt
from crmbot.parsing.quoting.replies import split_reply

ANSWER = "Wir nehmen das Angebot an."


@pytest.mark.parametrize(
    "session",
    [
        ">>> import shelves\n>>> shelves.count()\n12",
        "> x <- c(1, 2)\n> mean(x)\n[1] 1.5",
        "> SELECT count(*) FROM shelves;\n12",
    ],
)
def test_a_session_with_a_program_is_text(session):
    text = f"I typed this:\n\n{session}\n\nIs that right?"
    assert split_reply(text).new_text == text


def test_a_quote_of_code_below_an_attribution_is_quoted():
    split = split_reply("Petra Kern wrote:\n> x = 1\n> y = 2\n\nLooks right.")
    assert split.new_text == "Looks right."


def test_a_quoted_sentence_is_no_session():
    assert not is_prompt(["> How many shelves (with doors) do you want?"])
    assert not is_prompt([">>> for that reason we wait"])


def test_a_patch_below_a_delimiter_is_no_signature():
    patch = "---\n src/a.c | 2 +-\n\ndiff --git a/src/a.c b/src/a.c\n--- a/src/a.c\n+++ b/src/a.c\n@@ -1,2 +1,2 @@\n-int b;\n+int c;"
    split = split_reply(f"Rename it.\n\n{patch}\n-- \n2.40.1")
    assert "+int c;" in split.new_text
    assert split.signature == "-- \n2.40.1"


def test_contact_lines_are_no_patch():
    assert not is_patch(["Jan Ott", "Firma GmbH | Ulm", "Tel. 0731 12345"])


def test_an_answer_on_the_line_of_the_attribution_is_kept():
    text = "Yes, that works. On Tue, Nov 3, 2026 at 9:12 AM, Petra Kern <p.kern@firma.example> wrote:\n> Monday?"
    assert split_reply(text).new_text == "Yes, that works."


def test_an_answer_in_german_on_the_line_of_the_attribution_is_kept():
    text = f"{ANSWER} Am Di., 3. Nov. 2026 um 09:12 Uhr schrieb Petra Kern <p.kern@firma.example>:\n> Montag?"
    assert split_reply(text).new_text == ANSWER


@pytest.mark.parametrize(
    "line", ["As I said On Tuesday we wrote:", "On Tue, Nov 3, 2026 at 9:12 AM, Petra Kern wrote:", "No colon here"]
)
def test_a_line_with_one_thing_is_not_cut(line):
    assert cut_run_in(line) is None


@pytest.mark.parametrize(
    "head",
    [
        "[Petra Kern <p.kern@firma.example>, 2026-11-03 09:12]",
        '>>>>> "PK" == Petra Kern <p.kern@firma.example> writes:',
        "---- Petra Kern wrote ----",
        "------On 11/03/2026 9:12 AM, Petra Kern wrote-----",
    ],
)
def test_attributions_in_frames_are_quoted(head):
    assert split_reply(f"{head}\n> Monday?\n\n{ANSWER}").new_text == ANSWER


def test_a_quote_with_initials_set_in_is_quoted():
    text = '>>>>> "PK" == Petra Kern <p.kern@firma.example> writes:\n\n    PK> Monday?\n    PK> Or later?\n\nMonday, please.'
    assert split_reply(text).new_text == "Monday, please."


def test_a_quote_in_double_angles_ends_with_them():
    head = "In a message dated 11/3/2026 9:12:44 AM Central European Time,\np.kern@firma.example writes:\n\n"
    assert split_reply(f"{head}<< Monday?\n Petra >>\n\n{ANSWER}").new_text == ANSWER


@pytest.mark.parametrize(
    ("to", "cc", "subject"), [("An", "Kopie", "Thema"), ("To", "cc", "Subject"), ("To", "", "Subject")]
)
def test_the_table_above_a_quote_of_notes_is_quoted(to, cc, subject):
    table = f"Petra Kern <p.kern@firma.example>\n03.11.2026 09:12\n\n{to}\n\tJan Ott/ULM\n{cc}\n\n{subject}\n\tAngebot\n\nMontag?"
    assert split_reply(f"{ANSWER}\n\n{table}").new_text == ANSWER


def test_words_of_a_table_without_a_date_above_are_text():
    text = "Choose one.\n\nTo\nUlm\n\nSubject\nShelves"
    assert split_reply(text).new_text == text


def test_a_header_that_the_writer_shows_is_text():
    text = "I got this bounce yesterday:\n\nFrom: daemon@firma.example\nTo: j.ott@kunde.example\nSubject: failure\n\nWhy is that so?"
    assert split_reply(text).new_text == text


def test_an_order_that_begins_like_a_footer_is_text():
    text = "Hello,\n\nDownload the new price list first.\n\nThen it adds up.\n\nGet the old one from Petra."
    assert split_reply(text).new_text == text


def test_text_below_a_loose_footer_is_kept():
    text = "Hello,\n\nSent with the courier.\n\nIt arrives tomorrow, I think."
    assert "It arrives tomorrow, I think." in split_reply(text).new_text


@pytest.mark.parametrize("unit", ["---- a\n", "To\n", "<<\n", ">>> a=\n", f"a {'On Tue, x 1:11 ' * 38}:\n"])
def test_many_beginnings_take_less_than_two_seconds(unit):
    text = f"Hello.\n03.11.2026 09:12\n{unit * (900_000 // len(unit))}"
    began = time.process_time()
    split_reply(text)
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize(
    "run", ["< old shelf\n---\n> new shelf", "5a6\n> new shelf", '<shelf id="1"\n>\n  <board/>', "3,4c3\n> new shelf"]
)
def test_differences_and_tags_are_text(run):
    text = f"This is it.\n\n{run}\n\nThat is all."
    assert split_reply(text).new_text == text


@pytest.mark.parametrize(
    "head",
    [
        "Petra Kern\nFirma North Corp.\n05/02/2026 03:04 PM",
        "\tPetra Kern\n\tFirma Energy Services\n\t12 Main Street\n\t05/02/2026 03:04 PM",
    ],
)
def test_the_letterhead_above_the_head_of_notes_is_quoted(head):
    assert (
        split_reply(f"{ANSWER}\n\n{head}\nTo: Jan Ott/ULM/FIRMA\ncc:\nSubject: Angebot\n\nMontag?").new_text == ANSWER
    )


def test_a_memo_is_the_writers_own():
    text = "TO: All of us\nFROM: Petra Kern\nDATE: May 3, 2026\nSUBJECT: Parking\n\nThe yard is closed."
    assert split_reply(text).new_text == text


def test_a_saying_below_the_name_belongs_to_the_signature():
    split = split_reply(
        'Be there at ten.\n\nJan Ott\n"The only way out is through." - R. Frost', author=Address("Jan Ott", None)
    )
    assert split.new_text == "Be there at ten."
    assert split.signature is not None
    assert split.signature.startswith("Jan Ott\n")


def test_a_saying_in_the_text_is_no_signature():
    text = 'Jan told me this.\n\n"The only way out is through."'
    assert split_reply(text, author=Address("Jan Ott", None)).new_text == text


def test_a_name_alone_above_the_delimiter_is_text():
    split = split_reply("See you there.\n\nThanks,\nJan\n\n-- \nJan Ott\nOtt GmbH", author=Address("Jan Ott", None))
    assert split.new_text == "See you there.\n\nThanks,\nJan"
    assert split.signature == "-- \nJan Ott\nOtt GmbH"


def test_a_name_block_above_the_delimiter_is_signature():
    split = split_reply(
        "See you there.\n\nThanks,\nJan Ott\nOtt GmbH\n\n-- \nShelves since 1920", author=Address("Jan Ott", None)
    )
    assert split.new_text == "See you there.\n\nThanks,"


@pytest.mark.parametrize(
    "files", [" - angebot.doc\n - preise.xls", " <<angebot.doc>> ", "(See attached file: angebot.doc)"]
)
def test_names_of_files_below_the_name_are_no_signature(files):
    split = split_reply(f"Please review.\n\nJan Ott\n\n{files}", author=Address("Jan Ott", None))
    assert split.signature == "Jan Ott"
    assert split.new_text.endswith(files.rstrip())


def test_initials_behind_a_dash_are_a_signature():
    assert split_reply("It works now.\n\n-jo", author=Address("Jan Ott", None)).signature == "-jo"


@pytest.mark.parametrize(
    "text",
    [
        "Attached is the confidentiality agreement.\nThe disclosure of confidential and proprietary drawings is in section 3,\nthe liability of Ott GmbH in section 4.",
        "Hinweis: Am Montag ist das Büro geschlossen.",
        "This is confidential: Petra leaves in May.",
        "Gut.\n\nBitte prüfen Sie den Plan bis Freitag, die Weitergabe dieser Zahlen ist sonst nicht gestattet.",
    ],
)
def test_words_of_small_print_in_a_writers_sentence_are_text(text):
    assert split_reply(text).new_text == text


def test_a_mail_is_not_small_print_alone():
    text = "This e-mail is confidential and intended only for the addressee."
    assert split_reply(text).new_text == text
    assert split_reply(f"{ANSWER}\n\n{text}").new_text == ANSWER


def test_a_link_alone_inside_a_quote_is_quoted():
    text = f"{ANSWER}\n\nOn 3 Nov 2026, Petra Kern wrote:\n\n>\n> See the list\n>\n (http://firma.example/list) >\n> Petra (http://firma.example/p)\n>\n"
    assert split_reply(text).new_text == ANSWER
