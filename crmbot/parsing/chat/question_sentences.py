"""Sentences of questions about one record, folded, with gaps for its NAME and for the FIELD that is asked for.

In brackets stands what may be left out or be said in several ways, as in a regular expression.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "phone": "phone number|telephone number|phone|telephone|mobile number|mobile|cell|cell number|number|direct line|telefonnummer|"
        "nummer|handynummer|handy|mobilnummer|durchwahl|rufnummer|telefon|tel",
        "mail": "e-mail address|email address|mail address|e-mail|email|mail|e-mail-adresse|emailadresse|email-adresse|mailadresse|"
        "mail-adresse|e-mail adresse|email adresse|mail adresse",
        "address": "address|postal address|street|adresse|anschrift|postadresse",
        "website": "website|web site|homepage|webseite|internetseite",
        "job": "job title|job|position|function|jobtitel|funktion|titel",
        "company": "company|employer|firma|unternehmen|arbeitgeber",
        "owner": "owner|account manager|besitzer|verantwortliche|verantwortlicher|betreuer|betreuerin|zustaendige|zustaendiger",
        "stage": "stage|status|phase|stufe|stand",
        "amount": "value|amount|size|worth|deal value|wert|betrag|volumen|auftragswert|auftragsvolumen|summe",
        "budget": "budget",
        "close": "close date|closing date|expected close|expected closing date|abschlussdatum|abschlusstermin|abschluss",
        "source": "source|origin|quelle|herkunft",
        "probability": "probability|chance|chances|wahrscheinlichkeit|abschlusswahrscheinlichkeit|chancen",
        "next step": "next step|next action|next task|next follow-up|next followup|next steps|naechste schritt|naechster schritt|"
        "naechsten schritt|naechste wiedervorlage|naechste aufgabe|naechsten schritte|naechste termin|next appointment|next contact|"
        "naechste kontakt",
        "last contact": "last contact|last call|last conversation|last activity|last touch|last talk|letzte kontakt|letzter kontakt|"
        "letzten kontakt|letzte gespraech|letztes gespraech|letzte aktivitaet|letzte telefonat|letzter anruf|letzte anruf",
        "contacts": "contact person|contact persons|contact|contacts|ansprechpartner|ansprechpartnerin|kontaktperson|kontakt|kontakte",
        "reason": "lost reason|loss reason|verlustgrund",
    }
)
"""What can be asked of a record, longer names of a field before shorter ones."""

_SAY = "(?:(?:what is|whats|what's|what are|tell me|give me|send me|show me|show|find|find me|get me|i need|do we have|do you have|do you know|have we got|was ist|wie ist|wie lautet|was sind|wie lauten|gib mir|sag mir|nenn mir|nenne mir|zeig mir|zeige mir|zeig|zeige|such mir|ich brauche|hast du|haben wir|kennst du|weisst du) )?(?:please |bitte |mal )?(?:the |a |an |die |der |das |den |eine |einen |ein )?"
_LAST = "(?:last |the last time )?"

SENTENCES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "recap": {
            "last contact": (
                "when (?:did|have|has) (?:we|i|you|anybody|anyone|somebody|someone) (?:have )?(?:last )?(?:talk|talked|speak|spoken|spoke|call|called|write|written|meet|met|email|mail|contact|contacted|contact|hear|heard|been in touch|see|seen)(?: (?:to|with|from))? NAME(?: last| the last time)?",
                "when (?:did|have|has) (?:we|i|anybody|anyone|somebody) last (?:have )?(?:a )?(?:contact|call|meeting) with NAME",
                "when was (?:our|the|my) (?:last|latest|most recent) (?:contact|call|meeting|mail|email|conversation|talk|touch) (?:with|to|at|from) NAME",
                "when was NAME (?:last|most recently) (?:contacted|called|met|visited|touched)",
                "how long (?:is it|has it been|ago)(?: is it)? since (?:we|i) (?:last )?(?:talked|spoke|contacted|met|called|heard)(?: (?:to|with|from))? NAME",
                "how long ago did (?:we|i) (?:last )?(?:talk|speak)(?: (?:to|with))? NAME",
                "wann (?:haben wir|habe ich|hatten wir|hatte ich|hat jemand|hat wer) (?:zuletzt |das letzte mal )?(?:mit|von|bei|an|zu) NAME (?:zuletzt |das letzte mal )?(?:gesprochen|telefoniert|kontakt|kontakt gehabt|geredet|gemailt|geschrieben|gehoert|getroffen|angerufen)",
                "wann (?:haben wir|habe ich|hat jemand) NAME (?:zuletzt |das letzte mal )(?:gesprochen|angerufen|kontaktiert|getroffen|gesehen|geschrieben|erreicht|besucht)",
                "wann (?:hatten wir|hatte ich|war|gab es) (?:zuletzt |das letzte mal |unser |der |unseren )?(?:zuletzt |letzter |letzte |letzten |letztes )?(?:kontakt|gespraech|anruf|telefonat|termin|mail) (?:mit|zu|bei|von) NAME",
                "wann war (?:der|das|die|unser|unsere|mein) (?:letzte|letzter|letztes) (?:kontakt|gespraech|anruf|telefonat|termin|mail|treffen) (?:mit|zu|bei|von) NAME",
                "wie lange ist (?:der|das) letzte (?:kontakt|gespraech) (?:mit|zu|bei) NAME her",
            ),
            "list": (
                "what did (?:we|i) (?:last )?(?:talk|speak|discuss|agree|say)(?: about| on)? (?:with|to) NAME(?: last| last time| about)?",
                "(?:what is|whats|what's) (?:new|going on|up|the state|the state of things|the situation|happening|the latest) (?:with|at|on|for|from) NAME",
                "how (?:are things|is it going|do things stand|does it look) (?:with|at) NAME",
                "(?:brief|update) me on NAME",
                "(?:any|what|are there|is there|are there any|is there any|do we have|do we have any)? ?news (?:on|about|from|of|regarding|with) NAME",
                "(?:gibt es|haben wir|hast du) (?:neuigkeiten|news|neues|was neues|etwas neues|irgendwas neues) (?:von|bei|zu|ueber|mit|aus) NAME",
                "(?:was|worueber) haben wir (?:zuletzt )?mit NAME (?:zuletzt )?(?:besprochen|vereinbart|gesprochen|geredet|ausgemacht)",
                "wie steht es (?:um|mit|bei) NAME",
                "wie (?:sieht es|laeuft es|ist der stand|ist die lage|ist es) (?:bei|mit) NAME(?: aus)?",
                "was gibt es neues (?:bei|von|zu|ueber|mit) NAME",
                "was ist (?:der )?(?:stand|letzte stand|aktuelle stand|los|neu) (?:bei|mit|von|zu) NAME",
            ),
        },
        "history": {
            "list": (
                "what (?:happened|has happened|went on|was going on|was) (?:with|at|to|on) NAME",
                "what (?:did|have) we (?:do|done) (?:with|for|at) NAME",
                "(?:what is|show me|show|whats|what's) the history (?:of|with|for) NAME",
                "was (?:war|ist|lief) (?:alles )?(?:bei|mit) NAME (?:los|passiert|geschehen|gelaufen|alles|so los)",
                "was haben wir (?:alles )?(?:bei|mit|fuer) NAME (?:gemacht|getan|unternommen)",
                "was lief (?:mit|bei) NAME",
            ),
        },
        "files": {
            "list": (
                "(?:what|which) (?:files|documents|attachments|papers) (?:do we have|are there|did we get|have we got|exist|came|belong) (?:from|of|for|about|on|to) NAME",
                "welche (?:dateien|anhaenge|unterlagen|dokumente) (?:gibt es|haben wir|liegen|kamen|hat uns)(?: vor)? ?(?:von|zu|bei|ueber|fuer)? ?NAME(?: geschickt| vor)?",
                "(?:are there|do we have|gibt es|haben wir) (?:any )?(?:files|documents|attachments|dateien|anhaenge|unterlagen|dokumente) (?:from|of|for|about|on|to|von|zu|bei|ueber|fuer) NAME",
            ),
        },
        "offers": {
            "list": (
                "(?:what|which) (?:offers|quotes) (?:did|has|have) NAME (?:got|get|received|receive)",
                "(?:what|which) (?:offers|quotes) (?:did|have) we (?:send|sent|make|made|give|given)(?: to)? NAME",
                "(?:what|welches|which) (?:offer|quote|angebot) (?:did|has|hat) NAME (?:got|get|received|receive|bekommen|erhalten)",
                "welche (?:angebote|offerten) hat NAME (?:bekommen|erhalten|von uns)",
                "welche (?:angebote|offerten) haben wir (?:an )?NAME (?:gemacht|geschickt|gesendet|geschrieben)",
            ),
        },
        "products": {
            "list": (
                "what does (?:a |an |the )?NAME cost",
                "how much (?:is|does) (?:a |an |the )?(?:product |article )NAME(?: cost)?",
                "how much does (?:a |an |the )?NAME cost",
                "(?:was|wie viel|wieviel) kostet (?:ein |eine |der |die |das )?NAME",
            ),
        },
        "find": {
            "list": (
                "do we (?:already )?know NAME",
                "(?:do we have|have we got|is there) (?:anything|something) (?:on|about|from|for) NAME",
                "is NAME (?:already )?(?:in the crm|a customer|known|in our system|in the system)",
                "kennen wir (?:schon )?NAME(?: schon)?",
                "(?:haben wir|gibt es) (?:schon )?(?:etwas|was|irgendwas) (?:von|zu|ueber|mit) NAME",
                "ist NAME (?:schon )?(?:im crm|bekannt|kunde|im system|unser kunde)",
            ),
        },
        "show": {
            "owner": (
                "who (?:owns|handles|manages|looks after|is looking after|takes care of|is taking care of|is responsible for|is in charge of|is handling|works on|is working on|cares for|is on|has|deals with|is dealing with|covers|attends to|runs) NAME",
                "who is NAME (?:assigned to|owned by|handled by)",
                "(?:who|to whom) (?:does|do) NAME belong(?: to)?",
                "whose (?:deal|lead|customer|contact|project|account) is NAME",
                "who is (?:the )?(?:owner|account manager|responsible|person responsible) (?:of|for) NAME",
                "wer (?:kuemmert sich|sorgt sich) (?:gerade |aktuell |derzeit |bei uns )?um NAME(?: bei uns)?",
                "wer (?:betreut|bearbeitet|verantwortet|macht|fuehrt|hat|haelt) (?:bei uns |gerade |aktuell )?NAME(?: bei uns| gerade)?",
                "wer ist (?:bei uns )?(?:fuer|bei|an|von) NAME (?:zustaendig|verantwortlich|dran|der betreuer|der verantwortliche)",
                "wer ist (?:zustaendig|verantwortlich|der besitzer|der betreuer|der verantwortliche|verantwortlicher|betreuer) (?:fuer|von|bei) NAME",
                "wem (?:gehoert|ist) NAME(?: zugewiesen| zugeteilt| zugeordnet)?",
                "bei wem liegt NAME",
                "wessen (?:kunde|deal|vorgang|lead|kontakt) ist NAME",
            ),
            "contacts": (
                "(?:who|whom) (?:is|are|do we know|should i call|should i ask|can i call)(?: our| the| my)?(?: contact| contacts| contact person| contact persons)? (?:at|with|in) NAME",
                "who (?:is|are) (?:our|the|my) (?:contact|contacts|contact person|contact persons|person to talk to) (?:at|for|with|in|of) NAME",
                "wer (?:ist|sind) (?:unser |der |die |mein |unsere |dort )?(?:ansprechpartner|ansprechpartnerin|kontakt|kontaktperson|kontakte) (?:bei|von|fuer|der|in) NAME",
                "(?:wen|wem) (?:kennen wir|kenne ich|rufe ich|soll ich) (?:bei|in) NAME(?: an| anrufen)?",
                "(?:an wen|mit wem) (?:wende ich mich|spreche ich|reden wir) bei NAME",
            ),
            "next step": (
                "(?:what is|what's|whats|what comes) next (?:for|with|on|at|in) NAME",
                "what (?:is|do i have|do we have|needs|has) (?:there )?to (?:be done|do|happen) (?:for|with|at|on|next with|next for|about) NAME",
                "when (?:do i have to|should i|must i|do we have to|should we|will we|do we) (?:call|contact|meet|write|talk to|follow up with|follow up|get back to|reach) NAME(?: next| again)?",
                "what should (?:i|we) do (?:next )?(?:with|for|about) NAME(?: next)?",
                "(?:when is|when's|wann ist|wann steht) (?:the |my |our |die |der |das |meine |unsere )?(?:next|naechste|naechster|naechstes) (?:follow-up|followup|task|call|contact|step|meeting|reminder|wiedervorlage|aufgabe|anruf|kontakt|schritt|termin) (?:for|with|at|on|of|to|fuer|bei|mit|von|zu) NAME(?: an)?",
                "was (?:steht|liegt) (?:als naechstes )?bei NAME (?:als naechstes )?an",
                "was kommt (?:als naechstes )?bei NAME(?: als naechstes)?",
                "wie geht es (?:bei|mit) NAME weiter",
                "was ist (?:bei|mit|fuer) NAME (?:als naechstes |noch )?(?:zu tun|geplant|dran|offen)",
                "wann (?:muss|soll|sollte|darf) ich (?:mich )?(?:bei |mit )?NAME (?:wieder )?(?:anrufen|melden|kontaktieren|schreiben|sprechen|nachfassen|treffen)",
                "was ist (?:der |die |das )?naechste[nrs]? (?:schritt|aufgabe|wiedervorlage|termin|aktion) (?:bei|fuer|mit|von|zu|in|beim) NAME",
            ),
            "probability": (
                "how (?:likely|probable|sure|certain) is (?:it that )?NAME(?: to close| to come| to be won| to win)?",
                "what are (?:the|our) (?:chances|odds) (?:of|for|with|at) NAME",
                "wie (?:wahrscheinlich|sicher) ist (?:der abschluss (?:von|bei|mit) )?NAME",
                "wie (?:stehen|hoch sind) (?:die|unsere) chancen (?:bei|fuer|mit|auf) NAME",
            ),
            "amount": (
                "how (?:much|big|large|valuable) is NAME(?: worth)?",
                "what is NAME worth",
                "wie (?:viel|gross|hoch) ist NAME(?: wert)?",
                "wieviel ist NAME wert",
                "was ist NAME wert",
            ),
            "close": (
                "when (?:does|will|should|is|would) NAME (?:close|be closed|closing|due to close|expected to close|going to close|sign|be won|be decided|decide|due)",
                "when do we expect (?:to close )?NAME(?: to close)?",
                "(?:bis )?wann (?:soll|wird|kann|schliesst|schliessen wir|ist|kommt) NAME (?:abgeschlossen werden|abgeschlossen|abschliessen|zum abschluss|ab|unterschreiben|entscheiden|entschieden|faellig|zum abschluss kommen|unterschrieben)",
                "wann (?:erwarten wir|kommt) (?:den|der) abschluss (?:bei|von|mit) NAME",
            ),
            "stage": (
                "(?:what|which|in what|in which|at what|at which) (?:stage|phase|step) is NAME(?: in| at)?",
                "where (?:are we|do we stand|does it stand|is|are things) (?:with|on|at) NAME",
                "where does NAME stand",
                "how far (?:is|along is|are we with|have we come with) NAME(?: along)?",
                "in (?:welcher|welchem) (?:phase|stufe|status|stadium) (?:ist|steht|steckt|befindet sich) NAME",
                "wie weit (?:ist|sind wir mit|sind wir bei|bin ich mit) NAME",
                "wo stehen wir (?:bei|mit) NAME",
                "wo steht NAME",
            ),
            "reason": (
                "why (?:did we lose|have we lost|did i lose) NAME",
                "why (?:was|is|has|did) NAME (?:lost|been lost|fail|get lost|not won)",
                "(?:warum|wieso|weshalb) (?:haben wir|habe ich) NAME (?:verloren|nicht bekommen|nicht gewonnen)",
                "(?:warum|wieso|weshalb) (?:ist|ging|wurde) NAME (?:verloren|verloren gegangen|nichts geworden|gescheitert)",
                "woran ist NAME gescheitert",
            ),
            "phone": (
                "how (?:can|do|could) (?:i|we) (?:reach|call|contact|get hold of|phone|ring) NAME",
                "wie (?:erreiche ich|erreichen wir|kann ich|koennen wir|kontaktiere ich)(?: am besten)? NAME(?: erreichen| anrufen| kontaktieren| am besten)?",
                "unter welcher nummer (?:erreiche ich|ist) NAME(?: erreichbar| zu erreichen)?",
            ),
            "company": (
                "(?:where does|for whom does|which company does|what company does) NAME work(?: for| at)?",
                "(?:wo|bei wem|fuer wen|bei welcher firma|fuer welche firma) arbeitet NAME",
            ),
            "source": (
                "(?:where did|how did) NAME (?:come from|find us|hear of us|hear about us)",
                "(?:woher|wie) (?:kam|kommt|stammt) NAME(?: zu uns| her)?",
            ),
            "created": (
                "when (?:did|was) NAME (?:come in|created|added|first contact us|first written|opened)",
                "since when (?:do we know|have we known) NAME",
                "seit wann (?:kennen wir|ist|gibt es) NAME(?: kunde| bekannt)?",
                "wann (?:kam|wurde|ist) NAME (?:rein|angelegt|eingegangen|reingekommen|erfasst)",
            ),
            "": (
                f"{_SAY}FIELD (?:of|for|from|at|in|with|on|to|von|vom|der|des|fuer|bei|zu|zum|mit|beim) NAME",
                f"{_SAY}NAME's FIELD",
                f"{_SAY}NAME FIELD",
                "(?:what|which) FIELD (?:does|do|has|is) NAME(?: have| in| at)?",
                "(?:welche|welchen|welcher|welches|was fuer eine|was fuer einen) FIELD (?:hat|haben|ist) NAME",
                "(?:wie|was) (?:ist|lautet) NAMEs FIELD",
            ),
            "list": (
                "who is NAME",
                "wer ist (?:denn )?NAME",
                "(?:what|which) (?:do we know|do you know|is known) (?:about|of|on) NAME",
                "was (?:wissen wir|weisst du|ist bekannt|haben wir) (?:ueber|zu|von) NAME",
                "tell me (?:more )?about NAME",
                "(?:erzaehl|erzaehle|sag) mir (?:etwas |was |mehr )?(?:ueber|zu) NAME",
            ),
        },
    }
)  # fmt: skip

LEADING = frozenset({"the", "der", "die", "das", "den", "dem", "vom", "deal", "lead", "project", "projekt", "vorgang", "auftrag", "company", "firma", "customer",
                     "kunde", "kunden", "kundin", "person", "contact", "kontakt", "number", "nummer", "record", "account"})  # fmt: skip
TRAILING = frozenset({"deal", "lead", "project", "projekt", "vorgang", "account", "opportunity", "gerade", "now", "currently", "aktuell", "please", "bitte", "eigentlich", "again",
                      "wieder", "denn", "offer", "angebot"})  # fmt: skip
GENERIC = frozenset(
    {
        "all", "alle", "aller", "allen", "my", "meine", "meiner", "meinen", "mein", "our", "unsere", "unserer", "unser", "every", "jede", "most", "meisten",
        "deals", "leads", "offers", "angebote", "angeboten", "pipeline", "customers", "kunden", "contacts", "kontakte", "companies", "firmen",
        "orders", "auftraege", "auftraegen", "vorgaenge", "vorgaengen", "projects", "projekte", "tasks", "follow-ups", "followups", "wiedervorlagen",
        "aufgaben", "people", "products", "produkte", "no", "not", "nicht", "keine", "keinen", "going", "the", "who", "wer", "that", "which", "are", "is",
        "ist", "sind", "will", "wird", "me", "mir", "mich", "i", "ich", "we", "wir", "us", "uns", "you", "du", "dich", "it", "this", "diese", "dieses", "diesen",
        "dieser", "today", "heute", "tomorrow", "next", "last", "month", "week", "year", "quarter", "monat", "woche", "jahr", "quartal", "how", "what",
        "was", "wie", "when", "wann", "why", "warum", "average", "total", "biggest", "largest", "best", "overdue", "if", "wenn", "to", "has", "hat",
        "have", "haben", "a", "an", "more", "mehr", "least", "per", "pro", "each", "by", "there", "open", "offene", "offenen", "won", "lost", "gewonnen",
        "verloren", "zustaendig", "verantwortlich", "responsible", "closing", "groesste", "groesster", "durchschnitt",
    }
)  # fmt: skip
"""Words that stand in no name: who is meant is not one record."""
