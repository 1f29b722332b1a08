"""Files as other programs export them: their headings, our own invented people."""

from __future__ import annotations

HUBSPOT_COMPANIES = """\
"Record ID","Company name","Company Domain Name","Company owner","Phone Number","City","Country/Region","Industry","Number of Employees","Create Date","Lifecycle Stage"
"8851","Lagerbau Nord GmbH","lagerbau-nord.example","Anna Adler","+49 40 3344120","Hamburg","Germany","CONSTRUCTION","120","2026-03-04 09:12","Customer"
"8852","Weiss & Partner KG","weiss.example","ben@firma.example","","Ulm","Germany","","","2026-03-05 10:00",""
"""

HUBSPOT_CONTACTS = """\
"Record ID","First Name","Last Name","Email","Phone Number","Mobile Phone Number","Contact owner","Lead Status","Job Title","Associated Company","Associated Company IDs","Create Date","Street Address","City","Postal Code","Country/Region"
"101","Julia","Brandt","j.brandt@lagerbau-nord.example","040 3344121","0171 2345678","Anna Adler","Open deal","Head of Purchasing","Lagerbau Nord GmbH","8851","2026-03-04 09:15","Kranweg 5","Hamburg","20457","Germany"
"102","Peter","Weiss","peter@weiss.example","","","Unknown Person","","","Weiss & Partner KG","8852","2026-03-05 10:05","","","",""
"""

HUBSPOT_DEALS = """\
"Record ID","Deal Name","Deal Stage","Close Date","Deal owner","Amount","Deal Currency Code","Pipeline","Create Date","Associated Company IDs","Associated Contact IDs","Closed Lost Reason","Is Closed Won"
"9001","Hallenregale","Presentation scheduled","2026-12-20 12:00","Anna Adler","48000.50","EUR","Sales Pipeline","2026-04-01 08:00","8851","101","",""
"9002","Büromöbel","Closed won","2026-05-10 12:00","Ben Bauer","12000","EUR","Sales Pipeline","2026-04-02 08:00","8852","102","","true"
"9003","Tresor","closedlost","2026-06-10 12:00","Ben Bauer","5000","USD","Sales Pipeline","2026-04-03 08:00","8852","102","too expensive",""
"9004","Lift","Legal review","2026-12-24 12:00","","1000","EUR","Sales Pipeline","2026-04-03 08:00","8852","","",""
"""

PIPEDRIVE_ORGANIZATIONS = """\
Organization - ID,Organization - Name,Organization - Address,Organization - Owner,Organization - Label,Organization - Organization created
7,Möbelhaus Kolb,"Hauptstraße 5, 70173 Stuttgart, Deutschland",Anna Adler,Customer,2026-01-07 10:00:00
"""

PIPEDRIVE_PEOPLE = """\
Person - ID,Person - Name,Person - Email - Work,Person - Email - Home,Person - Phone - Work,Person - Phone - Mobile,Person - Organization,Person - Owner,Person - Label,Person - Person created,Organization - ID
31,Sabine Kolb,s.kolb@kolb.example,sabine@privat.example,0711 445566,0172 999888,Möbelhaus Kolb,Anna Adler,"Warm lead, VIP",2026-01-08 11:12:13,7
"""

PIPEDRIVE_DEALS = """\
Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Owner,Deal - Organization,Deal - Contact person,Deal - Expected close date,Deal - Deal created,Deal - Won time,Deal - Lost reason,Deal - Probability,Organization - ID,Person - ID
501,Küchen Neubau,"35,000",EUR,Proposal Made,Open,Anna Adler,Möbelhaus Kolb,Sabine Kolb,2026-12-01,2026-02-01 09:00:00,,,,7,31
502,Stühle,"1,250.75",EUR,Negotiations Started,Won,Anna Adler,Möbelhaus Kolb,Sabine Kolb,,2026-02-02 09:00:00,2026-03-01 12:00:00,,,7,31
503,Lampen,900,CHF,Qualified,Lost,Ben Bauer,Möbelhaus Kolb,Sabine Kolb,,2026-02-03 09:00:00,,Price,,7,31
"""

PIPEDRIVE_LEADS = """\
Lead - ID,Lead - Title,Lead - Value,Lead - Currency of Lead's value,Lead - Owner,Lead - Source,Lead - Expected close date,Lead - Lead created,Person - Name,Person - Email,Organization - Name
a1b2c3d4,Teppiche Anfrage,5000,EUR,Ben Bauer,Web forms,,2026-05-05 08:00:00,Timo Teppich,timo@teppich.example,Teppich Timo GmbH
"""

SALESFORCE_ACCOUNTS = """\
"Id","Name","ParentId","BillingStreet","BillingCity","BillingState","BillingPostalCode","BillingCountry","ShippingStreet","ShippingCity","ShippingPostalCode","ShippingCountry","Phone","Fax","Website","Industry","NumberOfEmployees","OwnerId","Description"
"001A000001abcDEIAZ","Holding Süd AG","","Ring 1","München","Bayern","80331","Germany","","","","","+49 89 123456","","https://holding-sued.example","Manufacturing","500","0055A00000ownerQAA",""
"001A000001abcDFIAZ","Süd Technik GmbH","001A000001abcDEIAZ","Weg 2","Augsburg","","86150","Germany","Lager 3","Augsburg","86151","Germany","0821 4455667","0821 4455668","","","","0055A00000ownerQAA","Key account"
"""

SALESFORCE_CONTACTS = """\
"Id","AccountId","LastName","FirstName","Salutation","Title","Email","Phone","MobilePhone","Department","Birthdate","MailingStreet","MailingCity","MailingPostalCode","MailingCountry","LeadSource","OwnerId"
"003A000002conAAIAZ","001A000001abcDFIAZ","Huber","Klaus","Herr Dr.","Einkaufsleiter","k.huber@sued-technik.example","0821 4455669","0160 1112223","Einkauf","1975-03-12","Weg 2","Augsburg","86150","Germany","Trade Show","0055A00000ownerQAA"
"""

SALESFORCE_OPPORTUNITIES = """\
"Id","AccountId","Name","StageName","Amount","Probability","CloseDate","LeadSource","IsClosed","IsWon","ForecastCategory","OwnerId","CreatedDate","ContactId","NextStep","CurrencyIsoCode"
"006A000003oppAAIAZ","001A000001abcDFIAZ","Presse","Proposal/Price Quote","250000.0","75.0","2027-01-31","Trade Show","false","false","Pipeline","0055A00000ownerQAA","2026-06-01T08:30:00.000Z","003A000002conAAIAZ","Call","EUR"
"006A000003oppABIAZ","001A000001abcDFIAZ","Ersatzteile","Closed Won","1200.5","100.0","2026-07-01","","true","true","Closed","0055A00000ownerQAA","2026-06-02T08:30:00.000Z","","","EUR"
"006A000003oppACIAZ","001A000001abcDFIAZ","Wartung","Closed Lost","800","0","2026-07-02","","true","false","Omitted","0055A00000ownerQAA","2026-06-02T08:30:00.000Z","","","EUR"
"""

SALESFORCE_LEADS = """\
"Id","LastName","FirstName","Salutation","Title","Company","Street","City","State","PostalCode","Country","Phone","MobilePhone","Email","Website","LeadSource","Status","Industry","Rating","NumberOfEmployees","OwnerId","IsConverted","CreatedDate","Description"
"00QA000004leadAIAZ","Lindner","Maria","Frau","Geschäftsführerin","Lindner Bäckerei","Gasse 4","Fürth","","90762","Germany","0911 7788990","","maria@lindner.example","","Web","Working - Contacted","","Hot","12","0055A00000ownerQAA","false","2026-09-01T10:00:00.000Z","Needs an oven"
"00QA000004leadBIAZ","Vogt","Uwe","","","Vogt KG","","","","","","","","uwe@vogt.example","","Web","Closed - Not Converted","","","","","false","2026-09-02T10:00:00.000Z",""
"00QA000004leadCIAZ","Alt","Ina","","","Alt OHG","","","","","","","","ina@alt.example","","Web","Closed - Converted","","","","","true","2026-09-02T10:00:00.000Z",""
"""

SALESFORCE_MEMBERS = """\
"Id","CampaignId","Campaign Name","LeadId","ContactId","Status","HasResponded","FirstRespondedDate"
"00vA000005memAAIAZ","701A000006camAAIAZ","Messe 2026","00QA000004leadAIAZ","","Responded","true","2026-09-10"
"00vA000005memBAIAZ","701A000006camAAIAZ","Messe 2026","","003A000002conAAIAZ","Sent","false",""
"""

HIGHRISE = """\
Name,First name,Last name,Company,Title,Background,Address - Work Street,Address - Work City,Address - Work Zip,Address - Work Country,Phone number - Work,Phone number - Mobile,Phone number - Fax,Email address - Work,Email address - Home,Web address - Work,Tags,Highrise ID
Olga Ott,Olga,Ott,Ott Druck,Owner,Met at fair,Allee 9,Bonn,53111,Germany,0228 112233,0151 5556667,0228 112234,olga@ott.example,olga.ott@home.example,http://ott.example,"print,vip",998
"""

OUTLOOK = """\
"Title","First Name","Middle Name","Last Name","Company","Department","Job Title","Business Street","Business City","Business Postal Code","Business Country/Region","Home Street","Home City","Home Postal Code","Business Fax","Business Phone","Business Phone 2","Home Phone","Mobile Phone","Birthday","Categories","E-mail Address","E-mail 2 Address","Notes","Web Page"
"Dr.","Paul","Maria","Pohl","Pohl Optik","Entwicklung","Leiter","Linse 1","Jena","07743","Deutschland","Haus 2","Jena","07745","03641 55501","03641 55500","03641 55502","03641 99900","0170 1231234","12/24/1970","VIP;Presse","paul@pohl.example","p.pohl@home.example","likes tea","www.pohl.example"
"""

OUTLOOK_GERMAN = """\
Anrede;Vorname;Nachname;Firma;Abteilung;Position;Straße geschäftlich;Ort geschäftlich;Postleitzahl geschäftlich;Land/Region geschäftlich;Fax geschäftlich;Telefon geschäftlich;Telefon (privat);Mobiltelefon;Geburtstag;Kategorien;E-Mail-Adresse;E-Mail 2: Adresse;Notizen;Webseite
Frau;Rosa;Rau;Rau Textil;Vertrieb;Leiterin;Faden 3;Hof;95028;Deutschland;09281 5551;09281 5550;09281 7770;0175 4443332;3.4.1980;Kunde;rosa@rau.example;;"mag Kaffee";www.rau.example
"""

GOOGLE = """\
First Name,Middle Name,Last Name,Name Prefix,Nickname,Organization Name,Organization Title,Organization Department,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country,Website 1 - Value
Gina,,Gold,,,Gold Schmuck,CEO,Leitung,1990-05-06,,* myContacts ::: Kunden,* Work,gina@gold.example,Home,gina@gmx.example,Mobile,+49 176 1234567,Work Fax,07231 5551,Work,"Schmuckweg 1
75172 Pforzheim
DE",Schmuckweg 1,Pforzheim,75172,DE,https://gold.example
"""

PRODUCTS = """\
Artikelnummer;Bezeichnung;Einzelpreis;Währung;Einheit
R-100;Regal 100;1.249,90;EUR;Stück
R-200;Regal 200;2.000,00 €;;Stück
"""

GERMAN_DEALS = """\
Projekt;Firma;Ansprechpartner;Phase;Betrag;Abschlussdatum;Betreuer
Halle 7;Kran AG;Karl Kran;Angebot;1.234.567,89 €;31.12.2026;anna@firma.example
Halle 8;Kran AG;Karl Kran;gewonnen;12.500;01.02.2026;Bauer, Ben
"""
