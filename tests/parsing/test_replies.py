from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting.replies import split_reply

ANSWER = "Wir nehmen das Angebot an."
QUOTE = "> Anbei unser Angebot.\n> Gilt bis Montag."

ATTRIBUTIONS = [
    "Am 03.11.2026 um 09:12 schrieb Petra Kern <p.kern@firma.example>:",
    "Am Di., 3. Nov. 2026 um 09:12 Uhr schrieb Petra Kern <\np.kern@firma.example>:",
    "Am Dienstag, 3. November 2026 um 09:12:33 MEZ hat Petra Kern <p.kern@firma.example> Folgendes geschrieben:",
    "Petra Kern <p.kern@firma.example> schrieb am Di., 3. Nov. 2026, 09:12:",
    "Petra Kern <p.kern@firma.example> hat am 03.11.2026 09:12 CET geschrieben:",
    "Petra Kern schrieb am 03.11.2026 um 09:12:",
    "Zitat von Petra Kern <p.kern@firma.example>:",
    "On Tue, Nov 3, 2026 at 9:12 AM Petra Kern <p.kern@firma.example> wrote:",
    "On Tue, Nov 3, 2026 at 9:12 AM Petra Kern\n<p.kern@firma.example>\nwrote:",
    'On 11/3/26, 9:12 AM, "Petra Kern" <p.kern@firma.example> wrote:',
    "Petra Kern <p.kern@firma.example> wrote on 11/03/2026 09:12:44 AM:",
    "At 09:12 03/11/2026, Petra Kern wrote:",
    "Le mar. 3 nov. 2026 à 09:12, Petra Kern <p.kern@firma.example> a écrit :",
    "El mar, 3 nov 2026 a las 9:12, Petra Kern (<p.kern@firma.example>) escribió:",
    "Il giorno mar 3 nov 2026 alle ore 09:12 Petra Kern <p.kern@firma.example> ha scritto:",
    "Op di 3 nov 2026 om 09:12 schreef Petra Kern <p.kern@firma.example>:",
    "W dniu 03.11.2026 o 09:12, Petra Kern pisze:",
    "Dne 3. 11. 2026 v 9:12 Petra Kern napsal(a):",
    "Den tis 3 nov. 2026 kl 09:12 skrev Petra Kern <p.kern@firma.example>:",
    "ti 3. marrask. 2026 klo 9.12 Petra Kern (p.kern@firma.example) kirjoitti:",
    "Em ter., 3 de nov. de 2026 às 09:12, Petra Kern <p.kern@firma.example> escreveu:",
    "Petra Kern <p.kern@firma.example> ezt írta (időpont: 2026. nov. 3., K, 9:12):",
    "Petra Kern <p.kern@firma.example>, 3 Kas 2026 Sal, 09:12 tarihinde şunu yazdı:",
    "Petra Kern <p.kern@firma.example> 于2026年11月3日周二 09:12写道：",
    "2026年11月3日(火) 9:12 Petra Kern <p.kern@firma.example>:",
    "2026-11-03 9:12 GMT+01:00 Petra Kern <p.kern@firma.example>:",
    "вт, 3 нояб. 2026 г. в 09:12, Petra Kern <p.kern@firma.example>:",
    "\u202bבתאריך יום ג׳, 3 בנוב׳ 2026 ב-9:12 מאת \u202aPetra Kern\u202c <p.kern@firma.example>:\u202c",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_attribution_with_its_marked_quote_is_no_new_text(attribution):
    split = split_reply(f"{ANSWER}\n\n{attribution}\n{QUOTE}")
    assert split.new_text == ANSWER
    assert split.quoted == f"{attribution}\n{QUOTE}"


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_attribution_without_quote_signs_takes_all_the_rest(attribution):
    split = split_reply(f"{ANSWER}\n\n{attribution}\n\nAnbei unser Angebot.\n\nPetra Kern")
    assert split.new_text == ANSWER


@pytest.mark.parametrize(
    "head",
    [
        "Von: Petra Kern <p.kern@firma.example>\nGesendet: Dienstag, 3. November 2026 09:12\nAn: Jan Ott\nBetreff: Angebot",
        "-----Ursprüngliche Nachricht-----\nVon: Petra Kern\nGesendet: Dienstag, 3. November 2026 09:12\nAn: Jan Ott\nBetreff: Angebot",
        "________________________________\nFrom: Petra Kern <p.kern@firma.example>\nSent: Tuesday, November 3, 2026 9:12 AM\nTo: Jan Ott\nSubject: Offer",
        "*Von:* Petra Kern\n*Gesendet:* Dienstag, 3. November 2026\n*An:* Jan Ott\n*Betreff:* Angebot",
        "-------- Original Message --------",
        "----- Forwarded Message ----- From: Petra Kern <p.kern@firma.example>To: Jan Ott <j.ott@kunde.example>Subject: Offer",
        "---------------------- Forwarded by Petra Kern/HAM/OTT on 11/03/2026 09:12 AM ---------------------------",
        "Original Message\nFrom: Petra Kern\nSent: Tuesday\nTo: Jan Ott",
        "De : Petra Kern\nEnvoyé : mardi 3 novembre 2026\nÀ : Jan Ott\nObjet : Offre",
    ],
)
def test_everything_below_a_header_block_or_separator_is_quoted(head):
    split = split_reply(f"{ANSWER}\n\n{head}\n\nAnbei unser Angebot.\nGrüße\nPetra")
    assert split.new_text == ANSWER
    assert split.quoted is not None
    assert split.quoted.endswith("Petra")


def test_text_right_above_an_attribution_is_kept():
    assert split_reply(
        f"Danke, das passt so und ich\nmelde mich dann.\nAm 03.11.2026 um 09:12 schrieb Petra Kern <p.kern@firma.example>:\n{QUOTE}"
    ).new_text.endswith("dann.")


@pytest.mark.parametrize("sign", ["| ", ": ", "PK> ", "petra> "])
def test_a_quote_by_another_sign_is_quoted(sign):
    split = split_reply(f"Petra Kern wrote:\n{sign}How many?\n\nTwelve.\n\n{sign}Which colour?\n\nGrey.")
    assert split.new_text == "Twelve.\n\n\nGrey."


def test_the_unlabelled_header_of_notes_is_quoted():
    head = "\tPetra Kern\n\t11/03/2026 09:12 AM\n\t\t \n\t\t To: Jan Ott/HAM/OTT@OTT\n\t\t cc: \n\t\t Subject: Offer"
    assert split_reply(f"{ANSWER}\n\n{head}\n\nPlease see attached.").new_text == ANSWER


def test_the_armour_of_pgp_is_no_text():
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{ANSWER}\n\n- -- \nJan Ott\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCgAd\n-----END PGP SIGNATURE-----"
    assert split_reply(text).new_text == ANSWER


def test_a_single_word_below_a_quote_is_an_answer():
    assert (
        split_reply("Petra Kern wrote:\n> Which town?\n\nBerlin", author=Address("Jan Ott", None)).new_text == "Berlin"
    )
    assert (
        split_reply(
            "Petra Kern wrote:\n> Which town?\n> And when?\n\nUlm in May\n\nJan", author=Address("Jan Ott", None)
        ).signature
        == "Jan"
    )


@pytest.mark.parametrize(
    "head",
    [
        "--- Petra Kern <p.kern@firma.example> wrote:", ">>> Petra Kern <p.kern@firma.example> 11/3/2026 9:12 AM >>>", "***** Petra Kern wrote: *****",
        '"Petra Kern" <p.kern@firma.example> wrote in message news:abc@firma.example...', "In a message dated 11/3/2026 9:12:44 AM, p.kern@firma.example writes:",
    ],
)  # fmt: skip
def test_the_heads_of_older_programs_are_attributions(head):
    assert split_reply(f"{ANSWER}\n\n{head}\n\nPlease see attached.\n\nPetra").new_text == ANSWER


def test_an_mbox_escape_is_no_quote():
    assert split_reply("Good news.\n>From Monday on we are open.\nSee you.").new_text.count("\n") == 2


def test_answers_between_quotes_are_kept():
    text = "On 3 Nov 2026 at 09:12, Petra Kern wrote:\n> How many shelves?\n\nTwelve.\n\n> Which colour?\n\nGrey, please.\n\nThanks,\nJan Ott"
    split = split_reply(text, author=Address("Jan Ott", "j.ott@kunde.example"))
    assert split.new_text == "Twelve.\n\n\nGrey, please.\n\nThanks,"
    assert split.signature == "Jan Ott"


def test_an_answer_below_the_quote_is_kept():
    assert split_reply(f"Am 03.11.2026 um 09:12 schrieb Petra Kern:\n{QUOTE}\n\n{ANSWER}").new_text == ANSWER


def test_a_wrapped_line_inside_a_quote_stays_quoted():
    quote = "> Die Lieferung der bestellten Regale erfolgt nach Absprache mit dem Lager am\nkommenden Dienstag.\n> Mehr dazu morgen."
    assert split_reply(f"{ANSWER}\n\nAm 03.11.2026 um 09:12 schrieb Petra Kern:\n{quote}").new_text == ANSWER


def test_a_mail_that_is_one_quote_without_a_head_is_its_own_text():
    assert split_reply("> nur zitiert").new_text == "> nur zitiert"


@pytest.mark.parametrize(
    "text",
    [
        "Title: Shelves of Europe\nAuthor: Petra Kern\nDate: 3 May 2026\n\nA book worth reading.",
        "Datum: 3. Mai 2026\nZeit: 10 Uhr\nThema: Regale\nOrt: Halle 2",
        "Von: Jan Ott <j.ott@kunde.example>\nBetreff: Anfrage\n\nIch suche ein Regal.",
        "An: alle\nThema: Parkplätze\nDatum: 3. Mai\n\nBitte nicht vor Tor 3 parken.",
    ],
)
def test_labelled_lines_of_the_writers_own_are_text(text):
    assert split_reply(text).new_text == text


def test_a_name_with_a_colon_right_above_a_quote_is_an_attribution():
    assert split_reply("Petra Kern:\n> How many?\n\nTwelve of them.").new_text == "Twelve of them."


@pytest.mark.parametrize(
    "sentence",
    [
        "Am 12.03.2026 um 10:00 Uhr schrieb ich Ihnen:",
        "On 3 March 2026 at 10:00 the parcel was sent:",
        "On 3 March 2026 we wrote to the supplier at 10:00:",
        "SQL> select 1",
    ],
)
def test_a_sentence_like_an_attribution_without_a_quote_is_text(sentence):
    text = f"Hello,\n\n{sentence}\n\nThe shelves are late.\nWhat now?"
    assert split_reply(text).new_text == text


def test_one_header_word_alone_is_text():
    text = "Von: unserem Lager\nkommt heute nichts mehr."
    assert split_reply(text).new_text == text


def test_a_line_that_begins_like_an_attribution_is_text():
    text = "On the other hand, we could wait until 2027.\nWhat do you think?"
    assert split_reply(text).new_text == text


@pytest.mark.parametrize(
    "footer",
    [
        "Von meinem iPhone gesendet",
        "Sent from my Galaxy",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Envoyé de mon iPad",
    ],
)
def test_a_mobile_footer_is_signature(footer):
    split = split_reply(f"{ANSWER}\n\n{footer}\n\nAm 03.11.2026 um 09:12 schrieb Petra Kern:\n{QUOTE}")
    assert split.new_text == ANSWER
    assert split.signature == footer


def test_a_sentence_that_begins_like_a_footer_is_text():
    text = "Here it is.\n\nSent from my desk it is easier than on the road."
    assert split_reply(text).new_text == text


@given(
    st.lists(
        st.sampled_from(
            [
                "> a",
                "text",
                "",
                "Am 3.11.2026 schrieb Jan:",
                "Von: a@b.example",
                "An: c",
                "Betreff: d",
                "-- ",
                "Grüße",
                "---",
                "x" * 90,
            ]
        ),
        max_size=30,
    )
)
def test_every_line_of_new_text_stood_in_the_mail(lines):
    split = split_reply("\n".join(lines))
    assert {line.strip() for line in split.new_text.split("\n")} <= {line.strip() for line in [*lines, ""]}


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    split_reply(text)


@pytest.mark.parametrize(
    "unit",
    [
        "> ",
        "\n",
        "To: a\n",
        "On Monday ",
        "On Monday at 9:00 he said\n",
        "-",
        "_\n",
        "Von: a@b.example,\n",
        "Grüße\n",
        " \n",
        "<a@b",
        "Am 1.1. schrieb\n",
        "-- \n",
        "x\n\n",
    ],
)
def test_a_megabyte_of_anything_takes_less_than_two_seconds(unit):
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    split_reply(text)
    assert time.process_time() - start < 2
