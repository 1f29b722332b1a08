"""How web forms label their fields, in German and English: what each label asks for. Data; extend it here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from crmbot.parsing.wordlists import first_word

# Role of a field and the labels it goes by, lower case, without `Ihr`, `Your`, `*`, `:` and brackets.
_LABELS = {
    "name": "name|vollständiger name|full name|fullname|vor- und nachname|vor- und zuname|vor und nachname|vorname und nachname|vorname, nachname|vorname nachname"
    "|name und vorname|nachname, vorname|ansprechpartner|ansprechpartnerin|ansprechperson|kontaktperson|contact|contact name|contact person|kontaktname"
    "|absender|name des absenders|first and last name|nom|nombre|nome|naam|wie heißen sie|wie ist ihr name|what's your name|what is your name|who are you|kunde",
    "from": "von|from|de",
    "first_name": "vorname|first name|firstname|first|given name|prénom|rufname|vor-name",
    "last_name": "nachname|familienname|zuname|last name|lastname|last|surname|family name|nach-name",
    "salutation": "anrede|salutation|gender|geschlecht|form of address|anrede/titel",
    "title": "titel|akademischer titel|title (academic)|academic title",
    "email": "e-mail|email|e mail|mail|e-mail-adresse|emailadresse|email-adresse|e-mailadresse|e-mail adresse|email adresse|mailadresse|mail-adresse|email address"
    "|e-mail address|mail address|e-mail-addresse|kontakt-e-mail|work email|business email|company email|geschäftliche e-mail|geschäftliche e-mail-adresse"
    "|contact email|email id|correo|courriel|adresse e-mail|wie lautet ihre e-mail-adresse|what's your email|what is your email|what's your email address"
    "|what is your email address|email (work)|e-mail (geschäftlich)|absender e-mail|antwortadresse",
    "phone": "telefon|telefonnummer|tel|tel.|telefonnr|telefonnr.|telefon-nr|telefon-nr.|telefon nr.|fon|phone|phone number|phone no|phone no.|phonenumber|telephone"
    "|telephone number|rufnummer|rückrufnummer|kontakttelefon|kontaktnummer|contact number|contact phone|business phone|work phone|daytime phone|telefon tagsüber"
    "|telefon (geschäftlich)|telefon geschäftlich|téléphone|teléfono|telefono|festnetz|festnetznummer|telefon/mobil|telefon / mobil|telefon oder handy|durchwahl"
    "|unter welcher nummer erreichen wir sie|what's your phone number|what is your phone number",
    "mobile": "mobil|mobiltelefon|mobilnummer|handy|handynummer|mobile|mobile phone|mobile number|mobile phone number|cell|cell phone|cellphone",
    "fax": "fax|faxnummer|telefax|fax number",
    "company": "firma|unternehmen|firmenname|unternehmensname|company|company name|organisation|organization|organisation name|organization name|institution|betrieb"
    "|firma/organisation|firma / organisation|firma/institution|firma / unternehmen|firma/unternehmen|unternehmen/organisation|unternehmen / organisation|business"
    "|business name|société|empresa|azienda|bedrijf|arbeitgeber|verein|in welchem unternehmen arbeiten sie|what company do you work for|where do you work|name der firma"
    "|name des unternehmens|name ihres unternehmens|name ihrer firma",
    "job_title": "position|funktion|job title|jobtitle|job position|role|rolle|beruf|berufsbezeichnung|abteilung|department|stellung|tätigkeit|stelle",
    "street": "straße|strasse|straße und hausnummer|strasse und hausnummer|straße, hausnummer|straße / hausnummer|straße/hausnummer|straße, nr.|straße/nr.|straße / nr."
    "|straße & hausnummer|straße, hausnr.|straße und nr.|street|street address|address line 1|address 1|anschrift zeile 1|straße und haus-nr.|str.",
    "street2": "adresszusatz|address line 2|address 2|zusatz",
    "house_number": "hausnummer|hausnr|hausnr.|haus-nr.|house number",
    "zip": "plz|postleitzahl|zip|zip code|zipcode|postal code|postcode|post code|zip / postal code|postal / zip code",
    "city": "ort|stadt|wohnort|city|town|city/town|city / town|plz/ort|plz / ort|plz, ort|plz ort|plz und ort|postleitzahl und ort|postleitzahl, ort|postleitzahl / ort",
    "state": "bundesland|state|state / province|state/province|region|kanton|county",
    "country": "land|country|country/region|land/region|staat",
    "address": "adresse|anschrift|address|postanschrift|firmenanschrift|lieferadresse|postal address",
    "website": "website|webseite|web|homepage|internet|internetseite|url ihrer website|company website|website url|firmenwebsite|webadresse|site web|webpräsenz",
    "subject": "betreff|thema|subject|topic|re|regarding|anliegen|art der anfrage|grund der anfrage|reason for contact|grund ihrer anfrage|sujet|betrifft|reason|inquiry type"
    "|enquiry type|type of enquiry|type of inquiry|anfrageart|anfragetyp|worum geht es|um was geht es",
    "message": "nachricht|nachrichtentext|nachrichten-text|mitteilung|ihre mitteilung|anfrage|message|message body|body|message text|comment|comments|kommentar|kommentare|bemerkung"
    "|bemerkungen|anmerkung|anmerkungen|enquiry|inquiry|question|questions|frage|fragen|text|ihr text|details|beschreibung|description|your enquiry|comment or message"
    "|kommentar oder nachricht|kommentar/nachricht|notizen|notes|further information|weitere informationen|additional information|zusätzliche informationen|projektbeschreibung"
    "|project description|projektdetails|project details|how can we help|how can we help you|wie können wir helfen|wie können wir ihnen helfen|was können wir für sie tun"
    "|what can we do for you|tell us about your project|erzählen sie uns von ihrem projekt|worum geht es bei ihrem projekt|worum geht es genau|message / question|ihr anliegen"
    "|freitext|inhalt|inhalt der nachricht|content|mensaje|messaggio|bericht|anything else|sonstiges|wunsch|ihre wünsche|bedarf|anfragetext|beschreiben sie ihr anliegen",
    "budget": "budget|budgetrahmen|geplantes budget|projektbudget|project budget|estimated budget|investitionsrahmen|investitionsvolumen|preisvorstellung|max. budget|maximales budget"
    "|budget range|verfügbares budget|kostenrahmen|what is your budget|what's your budget|wie hoch ist ihr budget|budgetvorstellung|geplante investition|budget in euro|budget (eur)"
    "|budget (€)|budget in €|budget (euro)",
    "source": "wie haben sie von uns erfahren|wie sind sie auf uns aufmerksam geworden|wie haben sie uns gefunden|aufmerksam geworden durch|how did you hear about us"
    "|how did you find us|where did you hear about us|source|quelle|empfohlen durch|referral",
    "meta": "datenschutz|datenschutzerklärung|dsgvo|einwilligung|zustimmung|privacy|privacy policy|gdpr|consent|consent agreement|agb|datenschutz akzeptiert|akzeptanz|newsletter"
    "|newsletter abonnieren|datum|date|zeit|time|uhrzeit|datum und uhrzeit|submitted|submitted on|submitted at|submission date|submission time|submission id|eingegangen am|gesendet am"
    "|page url|page|page title|seite|seiten-url|url|url der seite|seitentitel|referrer|referer|user agent|user-agent|browser|remote ip|ip|ip address|ip-adresse|ip address of sender|form"
    "|form name|formular|formularname|form id|entry id|id|powered by|gesendet über|gesendet von|von seite|sent from|source url|quelle url|landingpage|landing page|conversion page|conversion"
    "|kopie an mich|send copy|kopie senden|spam-schutz|captcha|sicherheitsfrage|time to complete|network id|start date|sicherheitscode|ich stimme zu|i agree|lead source url"
    "|utm_source|utm_medium|utm_campaign|einverständnis|einverständniserklärung|response type|response id|respondent id|this e-mail was sent from|diese e-mail wurde gesendet von",
}  # fmt: skip

ROLES = MappingProxyType({label: role for role, labels in _LABELS.items() for label in labels.split("|")})

# What the form's own program writes around the fields or into the subject.
MARKS = re.compile(
    r"sent from (?:a|the|your) (?:contact )?form|sent (?:via|through|from) (?:a|the|your) (?:website )?(?:contact )?form|contact ?form on|new (?:form )?(?:submission|entry|lead|enquiry|inquiry)"
    r"|form submission|submitted (?:a|the|your) (?:new )?form|(?:new|neue) (?:response|antwort)(?:en)? (?:to|on|for|auf|für|zu)|someone just (?:filled|submitted|completed)"
    r"|kontakt-?formular|anfrage-?formular|web-?formular|online-?formular|bewerbungsformular|rückruf-?formular|über das formular|über (?:die|ihre|unsere) (?:web(?:site|seite)|homepage)"
    r"|neue (?:kontakt)?anfrage (?:über|von|auf)|neue formular|neuer formular|formular(?:übermittlung|eingang|daten|eintrag)|ein neuer eintrag|von einem kontaktformular"
    r"|(?:website|web|homepage) (?:enquiry|inquiry|contact|anfrage|kontakt)|contact (?:us )?(?:form|request)|message body:|nachrichtentext:|jotform|typeform|hubspot|wpforms|gravity forms|ninja forms"
    r"|formspree|elementor|contact form 7|fluent ?forms|formidable|powermail|netlify|webflow|squarespace|wufoo|google forms|formcarry|getform|unbounce",
    re.IGNORECASE,
)
FORM_SENDERS = re.compile(
    r"(?:wordpress|wp|web|website|webseite|webmaster|webserver|www|www-data|apache|form|forms|formular|formulare|kontaktformular|contactform|contact-form|web-?form|typo3|joomla|drupal|mailer"
    r"|notifications?|notify|system|server|hello-form)(?:[-_.+][\w.+-]{1,60})?@"
    r"|@(?:[\w-]{1,60}\.){0,4}(?:hubspot|hubspotemail|typeform|jotform|wpforms|formspree|wufoo|formstack|cognitoforms|123formbuilder|paperform|tally|webflow|squarespace|wixforms|wix|netlify|getform|formcarry)"
    r"\.(?:com|io|so|co|net|app)$",
    re.IGNORECASE,
)

# The last lines of a form's program, below the message.
FOOTER = re.compile(
    r"(?:gesendet (?:von|über|am)|sent (?:from|via|on|by)|powered by|log ?in to|now create your own|create your own|bearbeiten sie|manage (?:this|your)|view (?:this|the|all|your)"
    r"|(?:diese|dieses|this) (?:e-?mail|nachricht|message|formular|form|submission)|eintrag (?:ansehen|anzeigen)|reply to this|um zu antworten|ip(?:-adresse| address)?:|©)",
    re.IGNORECASE,
)

_DRESSING = re.compile(r"^[\s\W_]{0,12}|[\s*:：?!.\-–—=_#|>]{0,12}$")
_BRACKETS = re.compile(
    r"[ \t]{0,3}(?:\((?:pflichtfeld|required|optional|erforderlich|\*|freiwillig|falls vorhanden|muss|notwendig)\)|\[(?:required|optional)\])",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:ihre?|ihren|deine?|your|the|die|der|das|bitte(?: geben sie)?|please(?: enter)?(?: your)?)[ \t])+"
)

# Every known label begins with one of these words, or with one that is taken off: other lines are no labels at all.
_DRESSED = frozenset((
    "ihr", "ihre", "ihren", "dein", "deine", "your", "the", "die", "der", "das", "bitte", "please", "pflichtfeld", "required", "optional",
    "erforderlich", "freiwillig", "falls", "muss", "notwendig",
))  # fmt: skip
_STARTS = frozenset(map(first_word, ROLES)) | _DRESSED
_TELLING = frozenset({"name", "first_name", "last_name", "company", "message"})  # every form asks for one of these
_TELLING_STARTS = frozenset(first_word(label) for label, role in ROLES.items() if role in _TELLING) | _DRESSED
_LINE_START = re.compile(r"^(?:[^\w\n]|_){0,120}([^\W_]+)", re.MULTILINE)


def telling_lines(text: str) -> Iterator[str]:
    """The lines that may begin with a label for a name, a company or a message, told by their first words."""
    for start in _LINE_START.finditer(text):
        if start[1].lower() in _TELLING_STARTS:
            end = text.find("\n", start.end())
            yield text[start.start() : end if end >= 0 else len(text)]


def is_telling(label: str) -> bool:
    """Whether a label asks for a name, a company or a message."""
    return role_of(label) in _TELLING


def normalise(label: str) -> str:
    """A label in the form in which `ROLES` knows it."""
    plain = _BRACKETS.sub("", label.strip().lower())
    plain = _DRESSING.sub("", plain)
    plain = " ".join(plain.split())
    return plain if plain in ROLES else _POLITE.sub("", plain)


def role_of(label: str) -> str | None:
    """What a field asks for, None where the label is unknown."""
    if len(label) > 100 or first_word(label) not in _STARTS:
        return None
    return ROLES.get(normalise(label))
