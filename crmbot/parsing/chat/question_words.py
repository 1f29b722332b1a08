"""The words of questions, folded: what is asked for, about what, and what says nothing. Each phrase stands between bars."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# slot -> value -> phrases. Of phrases that fit, the longest counts.
PHRASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "asks": {
            "count": "how many | how many of | number of | the number of | count | count of | total number of | wie viele | wieviele | "
            "wie viele von | anzahl | die anzahl | anzahl der",
            "sum": "how much | how much money | total value | the total value | total | sum | the sum | combined value | "
            "wie viel | wieviel | wie viel geld | wie viel euro | wie hoch | summe | gesamtwert | gesamtsumme | "
            "volumen | auftragsvolumen | how big is | how large is | the value of | what is the value of | wie gross ist",
            "revenue": "revenue | turnover | sales volume | umsatz | wie viel umsatz | how much revenue | how much turnover | income",
            "weighted": "weighted | weighted value | expected revenue | gewichtet | gewichtete | gewichteten | gewichteter | gewichteter wert",
            "average": "average | on average | the average | mean | typical | durchschnitt | im durchschnitt | durchschnittlich | "
            "durchschnittliche | durchschnittlicher | im schnitt | im mittel",
            "top": "biggest | largest | highest | greatest | most valuable | groesste | groesster | groesstes | groessten | hoechste | "
            "hoechsten | hoechstes | wertvollste | wertvollsten",
            "oldest": "oldest | longest open | aelteste | aeltesten | aeltester | aeltestes",
            "most": "the most | most | am meisten | die meisten | den meisten | das meiste | meisten | am haeufigsten | best | am besten",
            "likeliest": "most promising | most likely | likeliest | best deals | best chances | vielversprechendsten | "
            "aussichtsreichsten | aussichtsreichste | besten chancen | wahrscheinlichsten",
            "why": "why | warum | wieso | weshalb | woran | reasons | reason | gruende | gruenden | aus welchen gruenden | what reasons",
            "rate": "win rate | winning rate | conversion rate | conversion | success rate | close rate | closing rate | hit rate | "
            "abschlussquote | gewinnquote | erfolgsquote | trefferquote | konversionsrate | umwandlungsquote | conversionrate",
            "forecast": "forecast | the forecast | sales forecast | prognose | umsatzprognose | vorhersage | ausblick",
        },
        "noun": {
            "deals": "deal | deals | opportunity | opportunities | pipeline | vorgang | vorgaenge | vorgaengen | chance | chancen | "
            "verkaufschance | verkaufschancen | geschaeft | geschaefte | geschaeften | projekt | projekte | projekten | projects | "
            "deal size | business",
            "offers": "offer | offers | quote | quotes | quotation | quotations | proposal | proposals | angebot | angebote | angeboten | "
            "offerte | offerten",
            "orders": "order | orders | auftrag | auftraege | auftraegen | bestellung | bestellungen | verkaeufe | abschluesse | sales",
            "leads": "lead | leads | enquiry | enquiries | inquiry | inquiries | anfrage | anfragen",
            "customers": "customer | customers | client | clients | kunde | kunden",
            "prospects": "prospect | prospects | interessent | interessenten",
            "debtors": "debtor | debtors | debitor | debitoren",
            "suppliers": "supplier | suppliers | lieferant | lieferanten",
            "partners": "partners | partnern",
            "contacts": "contacts | kontakte | kontakten | address book | adressbuch",
            "people": "people | persons | personen | leute | ansprechpartner",
            "companies": "company | companies | firms | firma | firmen | unternehmen | accounts",
            "followups": "follow-up | follow-ups | followup | followups | follow ups | follow up | task | tasks | todo | todos | to-dos | "
            "reminder | reminders | wiedervorlage | wiedervorlagen | aufgabe | aufgaben | erinnerung | erinnerungen | to-do",
            "calls": "call | calls | phone calls | anruf | anrufe | anrufen | telefonat | telefonate | telefonaten",
            "meetings": "meeting | meetings | visits | treffen | besprechungen | besuche | termine | terminen | appointments",
            "mails": "mail | mails | email | emails | e-mails | e-mail",
            "notes": "notes | notizen",
            "complaints": "complaint | complaints | reklamation | reklamationen | beschwerde | beschwerden",
            "products": "product | products | produkt | produkte | artikel",
            "duplicates": "duplicates | duplicate | dubletten | doppelte | duplikate",
            "sources": "source | sources | quelle | quellen | woher | where | channel | channels | herkunft",
            "stages": "stage | stages | phase | phasen | stufe",
            "owners": "who | wer | welcher mitarbeiter | which salesperson | salesperson | verkaeufer | which of us | wer von uns | "
            "which colleague | welcher kollege",
            "months": "month | monat",
        },
        "state": {
            "open": "open | still open | offen | offene | offenen | offener | offenes | noch offen | noch offene | laufende | laufenden | "
            "aktive | active | ongoing",
            "won": "won | win | winning | gewonnen | gewonnene | gewonnenen | gewinnen | gewann | gewannen | sold | sell | verkauft | verkaufen | verkaufte | "
            "closed won | abgeschlossen und gewonnen",
            "lost": "lost | lose | losing | verloren | verlorene | verlorenen | verlieren | verlor | scheitern | gescheitert",
            "closed": "closed | geschlossene | geschlossen | beendet | beendete",
        },
        "without": {
            "step": "no next step | missing a next step | missing next step | fehlt der naechste schritt | fehlt ein naechster schritt | fehlt die wiedervorlage | fehlt eine wiedervorlage | "
            "without next step | without a next step | without any next step | no follow-up | no follow-ups | "
            "no followup | without follow-up | without a follow-up | without followup | nothing planned | nothing is planned | "
            "no next action | keinen naechsten schritt | keinen schritt | ohne naechsten schritt | kein naechster schritt | "
            "keine wiedervorlage | ohne wiedervorlage | keine aufgabe | nichts geplant | nichts ist geplant | no task | no tasks | "
            "unattended | unbearbeitet | unbearbeitete | unbearbeiteten | no planned activity | nothing scheduled",
            "owner": "no owner | without owner | without an owner | nobody owns | unassigned | not assigned | not assigned to anyone | "
            "keinen besitzer | keinen verantwortlichen | keinen betreuer | ohne besitzer | ohne verantwortlichen | ohne betreuer | "
            "niemandem zugewiesen | nicht zugewiesen | niemand kuemmert sich | keinem zugeordnet | keinen zustaendigen | herrenlos",
            "amount": "no amount | missing an amount | missing amount | missing the amount | fehlt der betrag | fehlt ein betrag | "
            "without amount | without an amount | no value | without a value | keinen betrag | ohne betrag | "
            "keinen wert | ohne wert | kein betrag",
            "close": "no close date | missing a close date | missing close date | missing a closing date | missing the close date | "
            "fehlt das abschlussdatum | fehlt ein abschlussdatum | fehlt der abschlusstermin | no closing date | without a close date | without close date | without closing date | "
            "kein abschlussdatum | ohne abschlussdatum | keinen abschlusstermin | ohne abschlusstermin",
            "source": "no source | without source | without a source | unknown source | keine quelle | ohne quelle | unbekannte herkunft",
        },
        "mark": {
            "overdue": "overdue | past due | late | ueberfaellig | ueberfaellige | ueberfaelligen | verspaetet | verspaetete",
            "due": "due | have to do | need to do | must do | should do | was steht | was liegt | what is on | what's on | what is up | faellig | faellige | faelligen | to do | to be done | zu tun | zu erledigen | steht an | stehen an | anstehen | ansteht | "
            "erledigen | on my plate | on my list | auf dem plan | auf meiner liste | anliegt | on the agenda | coming up | machen muss",
            "due to whom": "who do i have to | whom do i have to | who should i | whom should i | who must i | who do i need to | wen muss ich | "
            "wem muss ich | bei wem muss ich mich | bei wem muss ich | wen soll ich | wen sollte ich | wem soll ich | mit wem muss ich",
            "idle": "stalled | stalling | stale | idle | untouched | stuck | ruhen | ruht | ruhend | ruhende | ruhenden | liegengeblieben | "
            "eingeschlafen | haengen | haengt | unberuehrt | unberuehrte | nichts passiert | nichts mehr passiert | nichts getan | "
            "nichts geschehen | nicht angefasst | nicht bearbeitet | keine aktivitaet | ohne aktivitaet | no activity | without activity | "
            "nothing happened | nothing has happened | not been touched | not touched | not moved | nobody touched | liegen | still | "
            "nicht bewegt | sleeping | dormant",
            "created": "came in | come in | coming in | came | come | created | new | arrived | arrive | arrives | received | newly created | get | got | "
            "neu | neue | neuen | neuer | kamen | kommen | kam | kamen rein | kommen rein | rein | herein | eingegangen | reingekommen | "
            "hereingekommen | angelegt | dazugekommen | bekommen | hinzugekommen | erfasst",
            "closing": "closing | close | closes | to close | due to close | expected to close | will close | abschliessen | "
            "zum abschluss | schliessen ab | schliessen | schliesst | abgeschlossen | abgeschlossen werden | abschluss | enden | "
            "zum abschluss kommen | closing date | mit abschluss",
            "expired": "expired | run out | ran out | abgelaufen | abgelaufene | abgelaufenen | verfallen",
            "accepted": "accepted | angenommen | angenommene | angenommenen",
            "rejected": "rejected | declined | refused | abgelehnt | abgelehnte | abgelehnten",
            "draft": "draft | drafts | in draft | entwurf | entwuerfe | im entwurf",
            "did": "did | done | been doing | been up to | gemacht | getan | macht | machte | erledigt",
            "contacted": "contacted | talked to | talked | talk to | spoken to | spoken with | spoken | heard from | been in touch | "
            "in touch | contact | gesprochen | kontaktiert | gemeldet | geredet | telefoniert | kontakt",
            "how": "how | wie | when | wann | whose | wessen | if | wenn | falls | except | ausser | without | ohne | instead",
            "not": "not | keine | keiner | keines | have not | has not | haven't | hasn't | nobody | nobody has | nicht | nicht mehr | keinen | kein | niemand | no | nie",
            "mine": "my plate | my list | my desk | my agenda | my schedule | my calendar | meinem zettel | meiner liste | meinem plan | i | do i | my | mine | me | am i | ich | mein | meine | meiner | meinen | meinem | meines | bei mir | fuer mich | "
            "von mir | habe ich | muss ich | for me | of mine | on me | mir",
            "everybody": "we | us | our team | the team | team | everybody | everyone | wir | im team | alle im team",
        },
        "tense": {
            "past": "did we | did i | have we | haben wir | habe ich | hatten wir | wurden | wurde | were | was there | has",
            "future": "will | werden | wird | soll | sollen | sollten | should | will we | werden wir | going to",
        },
        "": {
            "in": "in | from | aus",
            "filler": "what | what is | whats | what's | what are | which | which of | welche | welcher | welches | welchen | welchem | "
            "was | was ist | wie sieht | wie verteilt | is | are | were | do | does | have | has | had | having | hat | habe | haben | "
            "hatte | hatten | sind | war | waren | ist | gibt | gibt es | es | there | are there | is there | any | some | "
            "we have | do we have | wir | our | unser | unsere | unserer | unseren | unserem | show me | show | tell me | "
            "give me | tell | give | zeig mir | zeige mir | zeig | zeige | sag mir | sage mir | gib mir | nenn mir | "
            "nenne mir | liste | list | list me | mal | bitte | please | can you | could you | kannst du | koenntest du | "
            "me the | the | a | an | der | die | das | den | dem | des | all | alle | aller | allen | every | each | jede | "
            "jeder | current | currently | right now | now | at the moment | gerade | aktuell | aktuelle | aktuellen | "
            "derzeit | zurzeit | momentan | insgesamt | altogether | in total | overall | noch | still to | bisher | so far | "
            "schon | already | denn | eigentlich | worth | wert | value | betrag | amount | money | geld | whom | wem | wen | "
            "have to | must | need to | should | muss | muessen | soll | sollen | will | werden | wird | werde | be | been | "
            "being | made | make | gab | gab es | of | that | im | with | at | mit | bei | for | fuer | von | vom | zu | on | "
            "kommen wir | list all | ab | sich | verteilt | verteilen | look like | looks like | look | looks | size | "
            "steckt | stecken | holds | hold | brings | bring | bringt | bringen | liefert | liefern | generated | "
            "generates | sitzen | sitzt | located | based | sit | wohnen | kommt | gesamt | ganze | whole | entire | "
            "deren | wo | assigned | owned by | owned | zugewiesen | gemacht wurden | did you | euro | eur | "
            "them | up | go | going | ging | gingen | how is | wie steht es um | stehen | steht | moment | yet | also | "
            "auch | eine | ein | einen | muesste | liegen bei | liegt bei | liegt | so | then | dann | we | wie laeuft | "
            "laeuft | laufen | doing | do we | how are | how does | how do | how was | how were | wie ist | "
            "wie sind | wie war | wie waren | wie steht | wie laufen | wie gut | wie sehen | belong | belongs | anything | "
            "something | etwas | irgendetwas | irgendwas | irgendwelche | irgendeine | what about | gehoeren | gehoert | "
            "zaehlen | fallen | exist | existieren | vorhanden | currently have | do you have | hast du | you | du | "
            "ich sehen | see | sehen | kannst du mir sagen | can you tell me | could you tell me | i want to see | "
            "i want to know | ich moechte sehen | ich will wissen | wissen | know | uns | here | hier | do i have | "
            "habe ich noch | running | existing | bestehende | bestehenden | besteht | bestehen | up for | sich in | "
            "sich im | nun | heutzutage | mir bitte | "
            "bitte mal | mal bitte | amounts",
        },
    }
)

GROUPED_BY: Mapping[str, str] = MappingProxyType(
    {"owners": "owner", "sources": "source", "stages": "stage", "months": "month"}
)
"""What the pipeline is added up by when that noun has the most of it."""

CITY_BEFORE = frozenset({"in", "aus", "from"})
TAGGED_BEFORE = frozenset({"tag", "schlagwort", "label", "etikett", "tags", "schlagwoerter"})
TAGGED_AFTER = frozenset({"markiert", "getaggt", "gekennzeichnet", "versehen", "tagged", "labelled"})
SPAN_BEFORE = frozenset(
    {"for", "seit", "since", "in", "more", "than", "mehr", "als", "over", "ueber", "at", "least", "mindestens", "the", "den",
     "laenger", "longer", "about", "around", "ungefaehr", "etwa"}
)  # fmt: skip
"""What may stand before `30 days` where it is said how long something lies still."""
UNITS: Mapping[str, int] = MappingProxyType(
    {
        "day": 1, "days": 1, "tag": 1, "tage": 1, "tagen": 1, "week": 7, "weeks": 7, "woche": 7, "wochen": 7, "month": 30,
        "months": 30, "monat": 30, "monate": 30, "monaten": 30, "year": 365, "years": 365, "jahr": 365, "jahren": 365,
    }
)  # fmt: skip
NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        "a": 1, "one": 1, "ein": 1, "eine": 1, "einer": 1, "einem": 1, "two": 2, "zwei": 2, "three": 3, "drei": 3, "four": 4,
        "vier": 4, "five": 5, "fuenf": 5, "six": 6, "sechs": 6, "eight": 8, "acht": 8, "ten": 10, "zehn": 10, "twelve": 12,
    }
)  # fmt: skip
