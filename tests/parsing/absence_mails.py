"""Out-of-office notes in six languages with the day of return and the substitute, all invented."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Absent(NamedTuple):
    """An out-of-office note that came on 18 November 2026, with nothing but its subject and text to know it by."""

    subject: str
    text: str
    returns: date | None = None
    substitute: str | None = None
    mailbox: str | None = None


_4TH, _7TH = date(2026, 12, 4), date(2026, 12, 7)
ABSENCES = (
    Absent("Automatische Antwort: Angebot", "Vielen Dank für Ihre Nachricht. Ich bin bis zum 04.12.2026 nicht im Büro. In dringenden Fällen wenden Sie sich bitte an Nadine Paulus (n.paulus@hellweg.example).", _4TH, "Nadine Paulus", "n.paulus@hellweg.example"),
    Absent("Abwesenheitsnotiz", "Guten Tag,\n\nich bin ab 23.11. bis einschließlich 4.12. im Urlaub. Ihre Mail wird nicht weitergeleitet.\n", _4TH),
    Absent("Abwesenheit: Angebot Regale", "Ich bin vom 23. November bis 4. Dezember abwesend und ab dem 7. Dezember wieder erreichbar. Vertretung: Karl Stein, Tel. 0711 12345", _7TH, "Karl Stein"),
    Absent("Urlaub: Angebot", "Danke für Ihre Mail. Ich bin im Urlaub und am Montag, 7.12.2026 zurück. Es vertritt mich Frau Eva Horn, eva.horn@hellweg.example.", _7TH, "Eva Horn", "eva.horn@hellweg.example"),
    Absent("Ich bin bis 4.12. im Urlaub", "Vielen Dank für Ihre E-Mail. Ich lese sie im Dezember.", _4TH),
    Absent("Elternzeit: Angebot", "Vielen Dank für Ihre Nachricht, ich bin in Elternzeit. Bitte wenden Sie sich an Herrn Jan Vogt, jan.vogt@hellweg.example.", None, "Jan Vogt", "jan.vogt@hellweg.example"),
    Absent("Automatic reply: Quote", "Thank you for your email. I am out of the office until Friday, 4 December 2026 with limited access to email. For urgent matters please contact Tom Reed at tom.reed@northgate.example.", _4TH, "Tom Reed", "tom.reed@northgate.example"),
    Absent("Out of Office Re: Quote", "I'm away and will be back on Monday, December 7. In my absence, please reach out to Jane Doyle (jane@northgate.example).", _7TH, "Jane Doyle", "jane@northgate.example"),
    Absent("On annual leave", "I am on annual leave from 23 November to 4 December, returning on 7 December.", _7TH),
    Absent("OOO: Quote", "Hi, I am out of office 11/23/2026 - 12/14/2026.", date(2026, 12, 14)),
    Absent("Réponse automatique : Devis", "Bonjour,\n\nje suis absente du bureau du 23 novembre au 4 décembre 2026. En cas d'urgence, veuillez contacter Luc Moreau (luc.moreau@rayons.example).", _4TH, "Luc Moreau", "luc.moreau@rayons.example"),
    Absent("Absence du bureau", "Je suis en congé jusqu'au vendredi 4 décembre inclus. Je serai de retour le lundi 7 décembre. Merci de contacter ma collègue Mme Claire Petit.", _7TH, "Claire Petit"),
    Absent("Message d'absence : Devis", "Absent jusqu'au 04/12/2026.", _4TH),
    Absent("Automatisch antwoord: Offerte", "Bedankt voor uw bericht. Ik ben afwezig tot en met 4 december 2026. U kunt contact opnemen met Sanne de Vries (sanne@rekken.example).", _4TH, "Sanne de Vries", "sanne@rekken.example"),
    Absent("Afwezig: Offerte", "Ik ben met vakantie en vanaf maandag 7 december weer bereikbaar. Neem voor dringende zaken contact op met Piet Bakker.", _7TH, "Piet Bakker"),
    Absent("Niet op kantoor", "Ik ben op 07-12-2026 terug.", _7TH),
    Absent("Risposta automatica: Offerta", "Grazie per il messaggio. Sono fuori ufficio fino al 4 dicembre 2026. Per urgenze contattare Marco Conti (marco.conti@scaffali.example).", _4TH, "Marco Conti", "marco.conti@scaffali.example"),
    Absent("Fuori ufficio", "Sarò assente dal 23 novembre al 4 dicembre. Rientrerò il 7 dicembre. Potete rivolgervi a Giulia Neri.", _7TH, "Giulia Neri"),
    Absent("Respuesta automática: Oferta", "Gracias por su mensaje. Estaré fuera de la oficina hasta el 4 de diciembre de 2026. Para asuntos urgentes, póngase en contacto con Pablo Ruiz (pablo@estantes.example).", _4TH, "Pablo Ruiz", "pablo@estantes.example"),
    Absent("Fuera de la oficina", "Estoy de vacaciones del 23 de noviembre al 4 de diciembre. Volveré el 7 de diciembre. Puede contactar con Lucía Gómez.", _7TH, "Lucía Gómez"),
)  # fmt: skip
