"""Legal forms, job words, countries and trades by which the lines of a signature are told apart: data, no logic."""

from __future__ import annotations

from typing import Final

# Legal forms as they are written, longest first where one contains another.
LEGAL_FORMS: Final = (
    "GmbH & Co. KGaA", "GmbH & Co. KG", "GmbH & Co KG", "GmbH & Co.KG", "GmbH & Co. OHG", "GmbH u. Co. KG", "GmbH und Co. KG", "SE & Co. KGaA",
    "SE & Co. KG", "AG & Co. KGaA", "AG & Co. KG", "AG & Co. OHG", "UG (haftungsbeschränkt) & Co. KG", "UG (haftungsbeschränkt)", "UG haftungsbeschränkt",
    "Unternehmergesellschaft", "Gesellschaft mit beschränkter Haftung", "Aktiengesellschaft", "Kommanditgesellschaft", "Offene Handelsgesellschaft",
    "Gesellschaft bürgerlichen Rechts", "gGmbH", "GesmbH", "Ges.m.b.H.", "Ges. m. b. H.", "Gesellschaft m.b.H.", "G.m.b.H.", "m.b.H.", "mbH", "GmbH", "KGaA", "PartG mbB",
    "PartGmbB", "PartG", "OHG", "OG", "KG", "AG", "SE", "GbR", "UG", "e.K.", "e.Kfm.", "e.Kfr.", "e. K.", "e.U.", "e. U.", "e.V.", "e. V.", "eG", "e.G.", "Stiftung", "Sàrl",
    "KdöR", "AöR", "Genossenschaft", "& Co. KG", "& Co.", "& Cie.", "& Cie",
    "Private Limited", "Pvt. Ltd.", "Pty Ltd", "Pty. Ltd.", "Co., Ltd.", "Co. Ltd.", "Limited", "Ltd.", "Ltd", "PLC", "plc", "LLP", "L.L.P.", "LLC", "L.L.C.", "L.P.", "LP",
    "Incorporated", "Inc.", "Inc", "Corporation", "Corp.", "Corp", "& Company", "Company", "Co.", "P.C.", "N.A.", "PLLC", "P.A.",
    "S.A.R.L.", "SARL", "S.à r.l.", "S.a r.l.", "SAS", "S.A.S.", "SASU", "EURL", "S.A.", "SA", "SNC", "SCOP", "S.r.l.", "S.R.L.", "Srl", "SRL", "S.p.A.", "SpA", "S.P.A.",
    "S.n.c.", "S.a.s.", "S.L.U.", "S.L.", "SL", "S.A.U.", "Lda.", "Lda", "Ltda.", "Ltda", "B.V.", "BV", "N.V.", "NV", "V.O.F.", "VOF", "BVBA", "BVBA/SPRL", "SPRL", "CVBA",
    "ApS", "A/S", "AS", "ASA", "AB", "Oy", "Oyj", "Oy Ab", "Sp. z o.o.", "Sp. z o. o.", "sp. z o.o.", "Spółka z o.o.", "S.K.A.", "Sp. k.", "Sp. j.", "s.r.o.", "spol. s r.o.",
    "a.s.", "k.s.", "d.o.o.", "d.d.", "Kft.", "Kft", "Zrt.", "Nyrt.", "Bt.", "S.R.L.", "OÜ", "UAB", "SIA", "A.Ş.", "Ltd. Şti.", "OOO", "ООО", "ЗАО", "ОАО", "АО", "ТОВ", "K.K.",
    "Pte. Ltd.", "Pte Ltd", "Sdn. Bhd.", "Sdn Bhd",
)  # fmt: skip

# Words by which a company without a legal form is known.
TRADES: Final = (
    "& söhne", "& sohn", "& partner", "& partners", "und partner", "& associates", "& sons", "& fils", "& figli", "& zonen", "& kollegen", "& sons ltd", "gebrüder", "gebr.",
    "group", "gruppe", "holding", "solutions", "consulting", "systems", "technologies", "technology", "services", "industries", "international", "partners", "associates",
    "bank", "sparkasse", "versicherung", "versicherungen", "universität", "university", "universitas", "hochschule", "institut", "institute", "stadtwerke", "werke", "werk",
    "kanzlei", "rechtsanwälte", "steuerberater", "agentur", "agency", "verlag", "klinik", "klinikum", "krankenhaus", "hospital", "clinic", "apotheke", "praxis",
    "bau", "maschinenbau", "metallbau", "technik", "elektrotechnik", "logistik", "logistics", "spedition", "handel", "großhandel", "software", "media", "medien", "design",
    "druckerei", "autohaus", "hotel", "restaurant", "energy", "energie", "power", "gas", "capital", "ventures", "labs", "laboratories", "foundation", "stiftung",
    "ministerium", "department of", "council", "school", "schule", "college", "akademie", "academy", "verein", "verband", "association", "society", "chamber", "kammer",
    "landratsamt", "stadtverwaltung", "gemeinde", "ltd", "enterprises", "manufacturing", "engineering", "networks", "communications", "securities", "financial", "insurance",
    "immobilien", "real estate", "law firm", "architekten", "architects", "ingenieure", "ingenieurbüro", "studio", "studios", "travel", "reisen", "pharma", "möbel", "regale",
    "worldwide", "global", "resources", "trading", "marketing group", "motors", "airlines", "telecom", "pipeline", "utilities", "electric", "oil", "petroleum", "chemicals",
    "elektro", "gartenbau", "tischlerei", "schreinerei", "bäckerei", "metzgerei", "weingut", "brauerei", "gebäudetechnik", "haustechnik", "dachdecker", "malerbetrieb",
    "impianti", "costruzioni", "édition", "éditions", "conseil", "groupe", "gruppo", "grupo", "studio legale", "advies", "bouw", "techniek", "usługi", "zakład", "firma",
)  # fmt: skip

# Ends of compounds that name a trade: "Reisebüro", "Metallbau", "Haustechnik".
TRADE_ENDS: Final = (
    "büro", "bau", "technik", "handel", "verlag", "werke", "druck", "haus", "dienst", "betrieb", "verleih", "systeme", "optik", "reisen", "moden", "bäckerei", "metzgerei",
    "brauerei", "schreinerei", "tischlerei", "zimmerei", "gärtnerei", "praxis", "kanzlei", "apotheke", "klinik", "zentrum", "center", "immobilien", "versicherungen", "maschinen",
    "möbel", "service", "logistik", "spedition", "verwaltung", "verband", "kreis", "amt", "agentur", "fabrik", "manufaktur", "schmiede", "werkstatt", "markt", "mühle", "kellerei",
)  # fmt: skip

# Job words, matched as whole words or, with a leading hyphen, as the end of a compound ("-leiter" in "Vertriebsleiter").
JOBS: Final = (
    # German
    "geschäftsführer", "geschäftsführerin", "geschäftsführender gesellschafter", "geschäftsführende gesellschafterin", "geschäftsführung", "geschäftsleitung", "inhaber",
    "inhaberin", "gesellschafter", "vorstand", "vorstandsvorsitzender", "vorstandsvorsitzende", "prokurist", "prokuristin", "leiter", "leiterin", "leitung", "bereichsleitung",
    "-leiter", "-leiterin", "-leitung", "-referent", "-referentin", "-berater", "-beraterin", "-manager", "-managerin", "-ingenieur", "-ingenieurin", "-entwickler",
    "-entwicklerin", "-assistent", "-assistentin", "-assistenz", "-sachbearbeiter", "-sachbearbeiterin", "-kaufmann", "-kauffrau", "-techniker", "-technikerin", "-beauftragter",
    "-beauftragte", "-mitarbeiter", "-mitarbeiterin", "-chef", "-chefin", "-meister", "-meisterin", "-planer", "-planerin", "-einkäufer", "-einkäuferin", "-verkäufer",
    "-disponent", "-koordinator", "-koordinatorin", "-spezialist", "-spezialistin", "-architekt", "-architektin", "-direktor", "-direktorin", "-anwalt", "-anwältin",
    "-ökonom", "-informatiker", "-informatikerin", "-wirt", "-wirtin", "-zeichner", "-konstrukteur", "-konstrukteurin", "-vorsitzender", "-vorsitzende", "-sprecher", "-sprecherin",
    "-arzt", "-ärztin", "-management", "-abwicklung", "-bearbeitung", "-planung", "-steuerung", "-prüfung", "-entwicklung", "-sicherung", "-abteilung", "-wesen", "-betreuung", "-betreuer", "-betreuerin", "-controlling", "-vertrieb", "-einkauf", "-verkauf", "-disposition",
    "-verantwortlicher", "-verantwortliche", "-fachkraft", "-stellvertreter", "-vertreter", "-vertreterin", "-monteur", "-trainer", "-trainerin", "-prüfer", "-prüferin",
    "stv.", "stellvertretender", "stellvertretende", "teamleiter", "einkauf", "strategischer einkauf", "technischer einkauf", "vertrieb", "verkauf", "innendienst", "außendienst",
    "vertriebsinnendienst", "vertriebsaußendienst", "technischer vertrieb", "buchhaltung", "sekretariat", "sekretärin", "assistenz", "assistentin", "assistent",
    "sachbearbeiter", "sachbearbeiterin", "sachbearbeitung", "referent", "referentin", "einkäufer", "einkäuferin", "verkäufer", "verkäuferin", "berater", "beraterin",
    "ingenieur", "ingenieurin", "entwickler", "entwicklerin", "techniker", "technikerin", "meister", "architekt", "architektin", "rechtsanwalt", "rechtsanwältin",
    "steuerberater", "steuerberaterin", "wirtschaftsprüfer", "notar", "notarin", "kaufmann", "kauffrau", "betriebswirt", "betriebswirtin", "disponent", "disponentin",
    "koordinator", "koordinatorin", "verantwortlicher", "auszubildender", "auszubildende", "werkstudent", "werkstudentin", "praktikant", "praktikantin", "wissenschaftlicher mitarbeiter",
    "wissenschaftliche mitarbeiterin", "vertriebsleitung", "personal", "personalabteilung", "qualitätssicherung", "projektmanagement", "produktmanagement", "kundenbetreuung",
    "kundenbetreuer", "kundenbetreuerin", "kundenservice", "arbeitsvorbereitung", "fertigungsplanung", "disposition", "bürgermeister", "bürgermeisterin", "direktor", "direktorin",
    "präsident", "präsidentin", "key account", "fachbereichsleiter", "standortleitung", "hausverwaltung", "dozent", "dozentin", "facharzt", "fachärztin", "chefarzt", "oberarzt",
    "redakteur", "redakteurin", "beauftragter", "beauftragte", "gebietsverkaufsleiter", "bauleiter", "bauleitung", "lagerleiter", "niederlassungsleiter", "filialleiter",
    # English
    "ceo", "cto", "cfo", "coo", "cmo", "cio", "cso", "cpo", "cro", "chief", "president", "vice president", "vp", "svp", "evp", "avp", "director", "managing director", "manager",
    "head of", "lead", "leader", "team lead", "supervisor", "officer", "engineer", "developer", "architect", "consultant", "analyst", "assistant", "associate", "administrator",
    "coordinator", "specialist", "representative", "sales rep", "executive", "account executive", "partner", "founder", "co-founder", "cofounder", "owner", "principal",
    "solicitor", "barrister", "attorney", "counsel", "general counsel", "lawyer", "paralegal", "accountant", "controller", "comptroller", "treasurer", "secretary", "designer", "technician", "trader",
    "broker", "buyer", "purchaser", "purchasing", "procurement", "planner", "strategist", "editor", "writer", "producer", "professor", "lecturer", "researcher", "scientist",
    "programmer", "advisor", "adviser", "agent", "clerk", "chairman", "chairwoman", "chair", "dean", "intern", "trainee", "recruiter", "superintendent", "foreman", "operator",
    "scheduler", "underwriter", "auditor", "banker", "realtor", "nurse", "physician", "surgeon", "instructor", "teacher", "trainer", "coach", "evangelist", "product owner",
    "scrum master", "webmaster", "sysadmin", "business development", "customer service", "customer success", "customer support", "sales", "marketing", "human resources",
    "account manager", "project manager", "product manager", "office manager", "operations", "sales manager", "general manager", "support", "dispatcher", "generalist",
    "student", "phd student", "phd candidate", "postdoc", "doktorand", "doktorandin", "bootsbauer", "bootsbauerin",
    # French, Italian, Spanish, Portuguese, Dutch, Polish, Nordic, Czech
    "directeur", "directrice", "gérant", "gérante", "responsable", "chef de projet", "chef de", "ingénieur", "ingénieure", "commercial", "commerciale", "acheteur", "acheteuse", "assistante",
    "chargé de", "chargée de", "chargé d'affaires", "chargée d'affaires", "conseiller", "conseillère", "président", "présidente", "comptable", "technico-commercial",
    "direttore", "direttrice", "responsabile", "amministratore", "amministratrice", "titolare", "ufficio acquisti", "ufficio commerciale", "ufficio vendite", "geometra", "ingegnere",
    "architetto", "avvocato", "impiegata", "impiegato", "direttore commerciale", "consulente", "socio", "presidente", "export manager",
    "gerente", "jefe", "jefa", "jefe de", "encargado", "encargada", "comercial", "ingeniero", "ingeniera", "administrador", "asesor", "asesora", "abogado", "abogada", "socia",
    "diretor", "diretora", "gestor", "gestora", "coordenador", "coordenadora", "engenheiro", "consultor", "consultora",
    "bedrijfsleider", "hoofd", "inkoper", "inkoop", "verkoop", "verkoper", "adviseur", "medewerker", "medewerkster", "eigenaar", "projectleider", "accountmanager", "directeur-eigenaar",
    "vertegenwoordiger", "manager inkoop", "dyrektor", "kierownik", "prezes", "specjalista", "specjalistka", "właściciel", "handlowiec", "kupiec", "księgowa", "asystentka",
    "inżynier", "doradca", "przedstawiciel handlowy", "koordynator", "direktør", "leder", "salgssjef", "daglig leder", "säljare", "inköpare", "vd", "chef", "konsulent", "indkøbschef", "zaakvoerder", "afgevaardigd bestuurder", "toimitusjohtaja",
    "myyntipäällikkö", "ředitel", "jednatel", "vedoucí", "obchodní zástupce", "ügyvezető", "igazgató", "administrator",
)  # fmt: skip

# What a register line begins with or holds: small print about the company, not about the writer.
REGISTER: Final = (
    "geschäftsführer:", "geschäftsführerin:", "geschäftsführung:", "geschäftsführende gesellschafter:", "geschäftsleitung:", "vorstand:", "vorsitzender des", "vorsitzende des",
    "aufsichtsrat", "inhaber:", "sitz der gesellschaft", "sitz:", "registergericht", "amtsgericht", "handelsregister", "hrb", "hra", "ust-id", "ust.-id", "ustid", "umsatzsteuer",
    "steuernummer", "st.-nr", "firmenbuch", "fn ", "uid", "atu", "che-", "mwst", "gerichtsstand", "komplementär", "persönlich haftende", "vertreten durch", "bankverbindung",
    "iban", "bic", "blz", "registered in", "registered office", "registered number", "company no", "company number", "company registration", "vat no", "vat reg", "vat number",
    "vat id", "incorporated in", "siret", "siren", "rcs", "capital social", "tva", "p.iva", "p. iva", "partita iva", "c.f.", "rea ", "cap. soc", "cif", "nif", "kvk", "btw", "nip",
    "regon", "krs", "ičo", "dič", "wee-reg", "zertifiziert", "landgericht", "handelsgericht", "eingetragen", "gesellschaftssitz", "executive board:", "board of directors:",
    "managing directors:", "managing director:", "supervisory board", "commercial register", "chairman of the supervisory", "local court", "prokurist:", "prokura:",
)  # fmt: skip

# Social networks and mail services: their hosts are not the company's website.
NOT_WEBSITES: Final = (
    "linkedin.com", "xing.com", "xing.to", "facebook.com", "fb.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "youtu.be", "aka.ms", "google.com", "goo.gl",
    "maps.app.goo.gl", "calendly.com", "whatsapp.com", "wa.me", "t.me", "tiktok.com", "pinterest.com", "kununu.com", "github.com", "outlook.office.com", "teams.microsoft.com",
    "zoom.us", "bit.ly", "office.com", "apple.com", "threema.id", "skype.com", "vimeo.com", "avast.com", "mailvelope.com", "trustpilot.com", "medium.com",
)  # fmt: skip
