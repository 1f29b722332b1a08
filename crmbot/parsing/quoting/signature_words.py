"""Closings, particles and job words by which a signature is known: data, no logic.

Closings are in lower case and without their punctuation. "Besten Dank und freundliche Grüße" needs no entry of its
own: closings may be joined.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLOSINGS: Final = (
    # German, Austrian, Swiss
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichen gruessen", "mit freundlichem gruß", "mit freundlichem gruss",
    "freundliche grüße", "freundliche grüsse", "freundliche gruesse", "freundlicher gruss", "mit besten grüßen", "mit besten grüssen",
    "mit besten gruessen", "beste grüße", "beste grüsse", "beste gruesse", "besten gruß", "besten gruss", "viele grüße", "viele grüsse",
    "viele gruesse", "vielen gruß", "liebe grüße", "liebe grüsse", "liebe gruesse", "lieben gruß", "lieber gruß", "herzliche grüße",
    "herzliche grüsse", "herzliche gruesse", "herzlichen gruß", "herzlichst", "mit herzlichen grüßen", "mit herzlichen grüssen", "schöne grüße",
    "schöne grüsse", "schönen gruß", "schöne gruesse", "sonnige grüße", "kollegiale grüße", "mit kollegialen grüßen", "mit sportlichen grüßen",
    "viele liebe grüße", "ganz liebe grüße", "freundlich grüßt", "freundlich grüsst", "es grüßt", "es grüßt sie", "es grüßt freundlich",
    "es grüßt sie herzlich", "es grüßt herzlich", "grüezi", "mit freundlichen empfehlungen", "mit vorzüglicher hochachtung", "hochachtungsvoll",
    "mit vielen grüßen", "mit lieben grüßen", "mit den besten grüßen", "mit den besten wünschen", "mit hochachtung", "grüße", "grüsse", "gruesse",
    "gruß", "gruss", "mfg", "m.f.g", "mit fr. grüßen", "mit freundl. grüßen", "mit frdl. grüßen", "lg", "vg", "bg", "hg", "glg", "vlg", "fg", "gg",
    "vielen dank", "vielen herzlichen dank", "herzlichen dank", "besten dank", "schönen dank", "danke", "danke schön", "dankeschön", "danke dir",
    "danke ihnen", "merci", "danke im voraus", "vielen dank im voraus", "vielen dank vorab", "vorab vielen dank", "danke vorab", "mit bestem dank",
    "mit dank", "vielen dank für ihre mühe", "vielen dank für ihre hilfe", "vielen dank für die hilfe", "vielen dank für ihre bemühungen",
    "servus", "ciao", "tschüss", "bis bald", "bis dann", "bis morgen", "bis später", "schönes wochenende", "schönen tag noch", "schönen abend noch",
    "einen schönen tag", "alles gute", "alles liebe", "herzlich", "herzlichste grüße", "pfiat di", "pfiat eich", "pfüat di", "griaß di", "ade", "tschö", "bis die tage", "schönen feierabend", "glück auf", "gruess", "grüess", "gruessli", "liebi grüess", "liebe gruess", "ihr", "ihre", "dein", "deine", "euer", "eure", "ihr team", "mit besten wünschen",
    # English
    "regards", "best regards", "kind regards", "kindest regards", "warm regards", "warmest regards", "with best regards", "with kind regards",
    "with regards", "with warm regards", "best", "best wishes", "with best wishes", "all the best", "all best", "very best", "sincerely",
    "sincerely yours", "yours sincerely", "most sincerely", "yours faithfully", "yours truly", "very truly yours", "truly yours", "yours", "faithfully",
    "cordially", "respectfully", "respectfully yours", "respectfully submitted", "warmly", "cheers", "slainte", "sláinte", "xo", "xoxo", "thanks", "thank you", "thank-you", "many thanks",
    "thanks a lot", "thanks very much", "thanks so much", "thank you very much", "thank you so much", "thanks again", "thank you again",
    "thanks in advance", "thank you in advance", "thanks for your help", "thank you for your help", "thanks for all your help", "thanks for the help",
    "thank you for your time", "thanks for your time", "thanks and regards", "thx", "thnx", "tks", "tia", "ty", "rgds", "brgds", "br", "kr", "bw",
    "take care", "talk soon", "talk to you soon", "see you", "see ya", "see you soon", "later", "love", "xoxo", "hugs", "your friend", "your pal",
    "have a great day", "have a nice day", "have a good day", "have a good one", "have a great weekend", "have a nice weekend", "happy new year",
    "merry christmas", "much appreciated", "gratefully", "with gratitude", "with appreciation", "kind rgds", "best rgds", "warm rgds", "godspeed",
    "looking forward to hearing from you", "looking forward", "peace", "enjoy", "over and out", "ta", "looking forward to your reply",
    # French
    "cordialement", "bien cordialement", "très cordialement", "cdt", "cdlt", "bien à vous", "bien à toi", "sincères salutations",
    "meilleures salutations", "avec mes meilleures salutations", "salutations", "salutations distinguées", "salutations cordiales",
    "mes salutations distinguées", "avec mes salutations distinguées", "sincèrement", "amicalement", "amitiés", "bonne journée", "bonne soirée",
    "bonne réception", "à bientôt", "merci d'avance", "merci beaucoup", "merci par avance", "avec nos meilleures salutations", "respectueusement",
    "bien sincèrement", "bien amicalement", "cordiales salutations",
    # Italian
    "cordiali saluti", "cordialmente", "distinti saluti", "saluti", "saluti cordiali", "un saluto", "un cordiale saluto", "tanti saluti",
    "i migliori saluti", "con i migliori saluti", "migliori saluti", "grazie", "grazie mille", "grazie e saluti", "grazie in anticipo",
    "buona giornata", "buon lavoro", "a presto", "cari saluti",
    # Spanish, Catalan
    "saludos", "un saludo", "saludos cordiales", "cordiales saludos", "un cordial saludo", "atentamente", "cordialmente", "muy atentamente",
    "gracias", "muchas gracias", "gracias de antemano", "un abrazo", "quedo a su disposición", "salutacions", "salutacions cordials",
    # Portuguese
    "atenciosamente", "att", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos", "os melhores cumprimentos", "obrigado",
    "obrigada", "muito obrigado", "muito obrigada", "um abraço", "abraço", "abraços", "cordiais saudações", "atentamente",
    # Dutch
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "hartelijke groet", "hartelijke groeten",
    "met hartelijke groet", "met hartelijke groeten", "groet", "groeten", "groetjes", "mvg", "mvrgr", "hoogachtend", "bedankt", "alvast bedankt",
    "fijne dag", "fijn weekend", "prettige dag", "prettig weekend", "miłego dnia", "god helg", "ha en fin dag", "dank je wel", "dank u wel", "met dank", "met beste groet",
    # Scandinavian, Finnish
    "med venlig hilsen", "med venlige hilsner", "venlig hilsen", "de bedste hilsner", "bedste hilsner", "hilsen", "mvh", "med vennlig hilsen",
    "vennlig hilsen", "beste hilsen", "med vänlig hälsning", "med vänliga hälsningar", "vänliga hälsningar", "vänlig hälsning", "bästa hälsningar",
    "hälsningar", "tack", "tack på förhand", "tak", "på forhånd tak", "takk", "på forhånd takk", "ystävällisin terveisin", "terveisin",
    "parhain terveisin", "kiitos", "kiitos etukäteen", "yt",
    # Polish, Czech, Slovak, Hungarian, Romanian
    "pozdrawiam", "serdecznie pozdrawiam", "pozdrawiam serdecznie", "z poważaniem", "z wyrazami szacunku", "łączę wyrazy szacunku",
    "łączę pozdrowienia", "z pozdrowieniami", "serdeczne pozdrowienia", "dziękuję", "dzięki", "z góry dziękuję", "s pozdravem",
    "s přátelským pozdravem", "děkuji", "děkuji a s pozdravem", "s úctou", "hezký den", "s pozdravom", "s priateľským pozdravom", "ďakujem",
    "üdvözlettel", "tisztelettel", "köszönettel", "köszönöm", "cu stimă", "cu respect", "cu considerație", "mulțumesc", "o zi bună",
    # South Slavic, Baltic, Turkish, Greek, Cyrillic, others
    "srdačan pozdrav", "lijep pozdrav", "lep pozdrav", "s poštovanjem", "s spoštovanjem", "pozdrav", "lp", "hvala", "pagarbiai", "ar cieņu",
    "lugupidamisega", "parimate soovidega", "saygılarımla", "saygılarımızla", "iyi çalışmalar", "teşekkürler", "με εκτίμηση", "ευχαριστώ",
    "с уважением", "с наилучшими пожеланиями", "с уважение", "спасибо", "з повагою", "дякую", "поздрави", "поздрав", "此致", "敬礼", "谢谢", "謝謝",
    "よろしくお願いします", "よろしくお願いいたします", "宜しくお願い致します", "감사합니다", "trân trọng", "salam", "hormat kami",
)  # fmt: skip

# Closings in which any adjectives may stand: "Mit sommerlichen Grüßen", "Warm and sincere regards".
PATTERNS: Final = (
    r"(?:mit )?(?:[^\W\d_]{2,20} (?:und )?){1,3}(?:gr(?:ü|ue|u)(?:ß|ss)(?:en|e)?|wünschen)",
    r"(?:with )?(?:[^\W\d_]{2,12} (?:and |& )?){0,3}(?:regards|wishes|greetings)",
    r"(?:avec )?(?:[^\W\d_]{2,12} ){0,2}(?:salutations|sentiments)(?: [^\W\d_]{3,14})?",
    (
        r"(?:(?:ich wünsche|wünsche) )?(?:(?:ihnen|dir|euch|noch) ){0,2}(?:eine?n? )?(?:schöne|gute|angenehme|erholsame|sonnige|ruhige)[nsrm]? (?:rest)?"
        r"(?:tag|woche|wochenende|abend|feierabend|start in die woche|zeit|feiertage?|urlaub|rutsch|arbeitswoche)(?: noch)?"
    ),
    r"(?:have |enjoy |wishing you )?(?:a |the |your )?(?:great|good|nice|lovely|wonderful|fantastic|pleasant) (?:rest of (?:the|your) )?(?:day|week|weekend|evening|afternoon|one)(?: ahead)?",
    r"(?:bonne|belle|excellente|très bonne) (?:fin de )?(?:journée|soirée|semaine)",
    r"(?:buona|buon) (?:giornata|serata|fine settimana|weekend)",
    r"met (?:[^\W\d_]{3,16} ){1,2}groet(?:en)?",
)

# Closings that may say from where: "Grüße aus München", "Regards from Leeds".
GREETINGS: Final = (
    "gr",
    "gruß",
    "gruss",
    "regards",
    "greetings",
    "wishes",
    "salut",
    "salud",
    "hilsen",
    "hälsning",
    "pozdr",
    "lg",
    "vg",
    "cheers",
    "mfg",
    "mvg",
)

JOINERS: Final = (
    "und",
    "and",
    "et",
    "e",
    "y",
    "en",
    "og",
    "och",
    "i",
    "a",
    "sowie",
    "with",
    "mit",
    "&",
    "+",
    "/",
    "|",
    "-",
    "–",
    "—",
    "~",
    "*",
)

# After a closing: "Grüße aus München", "Regards from Leeds".
ORIGINS: Final = (
    "aus",
    "vom",
    "von",
    "nach",
    "from",
    "in",
    "ins",
    "an",
    "im",
    "uit",
    "de",
    "da",
    "z",
    "to",
    "der",
    "der ganzen",
)

# Words that stand in prose of the common languages and hardly ever in a signature.
PROSE: Final = _words(
    """the you your we i'm i'll we'll it's is are was were have has had will would can could should shall please that this these those they them
    if when which what who how not don't do does did be been me my our us any some there here let know just about with from as so but or because
    he she his her its than then also get got need want think see make
    ich wir sie ihnen ihr ihre ihren unser unsere ist sind war waren haben hat hatte wird werden würde können könnten kann bitte dass das diese dieser
    dieses nicht noch auch aber wenn ob wie was wer uns mir mich dir euch ein eine einen einer einem zum zur bei nach über sich habe hätte möchte
    sollte schon nur dann denn als den dem des
    je nous vous votre notre est sont avez avons pour que qui dans avec sur pas une les des cette ce mais si il elle
    che sono non una per con questo questa della nel vi mi gli ha abbiamo se come
    que usted nos una por con este esta está son los las del si como pero
    jest nie się czy proszę że dla jak przez tego
    het een wij jullie deze niet zijn heeft hebben kunt kan maar als voor"""
)  # fmt: skip

NAME_PARTICLES: Final = _words(
    "von van der den de di da del della du la le zu zum zur vom ten ter dos das do af av y e und & and bin ibn al el mac mc st. o'"
)
HONORIFICS: Final = _words(
    """dr prof professor dipl ing dipl.-ing dipl.-kfm dipl.-kffr dipl.-wirt.-ing dipl.-inf dipl.-phys dipl.-betriebsw dipl.-oec mag magister
    ddr bsc msc mba ma ba llm ll.m phd md jr sr ii iii frau herr mr mrs ms miss i.a i.v ppa p.p.a i. a. v. ing. kommr m.sc b.sc m.a b.a b.eng m.eng
    med jur rer nat phil techn h.c univ esq cpa cfa pmp ir drs mgr inż dr.-ing"""
)

# Single words that open a line as a name would, and are none.
NOT_NAMES: Final = _words(
    """hello hi hallo hey dear yes no ok okay sure please thanks thank great good best regards note ps p.s fyi attachment attachments attached
    enclosure happy merry new year monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober
    dezember today tomorrow heute morgen danke vielen bitte ja nein gut super perfekt prima anlage anlagen sehr guten tag team all everyone
    subject betreff from to cc sent date von an gesendet total summe page seite bye why how what when where who which and the this that these
    agreed correct right wrong done perfect nice cool wow enjoy congrats congratulations welcome sorry none test hope see call let have has
    am pm location time agenda details summary update news address phone email e-mail fax question questions answer answers options option
    will can could would should is are was were it we you they he she i my your our his her their if but or so then also as at by for in of on with
    not do does did don't get go just maybe any some no more most other another each every both few many much one two three first last next
    tbd tba n/a na etc oh hmm ditto looking talk later cheers"""
)

# English given names and short forms by which people sign; the German ones stand in `given_names`.
SIGNED_NAMES: Final = _words(
    """
    aaron abby abe abigail al alan albert alec alexis alfred allan allen allison alvin alyssa amanda amber amy andre andy angie ann annie anthony antonio april arnold art arthur
    ashley barb barbara barry beatrice becky ben bernie bert beth betsy betty beverly bill billy blake bob bobby bonnie brad bradley brandon brenda brent brett brian brittany bruce
    bryan bryce bud burt cal calvin cameron candace carl carla carlos carol caroline carolyn carrie casey cassie cathy cecil chad charlie chase chelsea cheryl chip chris christie
    chuck cindy claire clare clark clay cliff clint clyde cody cole colin colleen connie corey courtney craig crystal curt curtis cynthia dale dan dana danielle danny darlene darrell
    darren dave david dawn dean deb debbie deborah debra dee denise dennis derek diana diane dick don donald donna doreen doris dorothy doug douglas drew duane dustin dwight dylan earl
    ed eddie edwin eileen elaine eleanor ellen elliott elizabeth eric erica erin ernest ernie ethan eugene evan evelyn faith fay felicia fiona flora floyd fran frances francis frank
    fred gabe gail gary gavin gene geoff george geri gerry gilbert gina ginger glen glenn gloria gordon grace graham grant greg gregory gwen hal hank hannah harold harriet harry
    harvey hazel heather hector heidi henry herb hillary holly howard hugh ian irene isaac ivan jack jackie jacob jake james jamie jan jane janet janice jared jason jay jean jeanne jeff
    jeffrey jen jenna jennifer jenny jeremy jerome jerry jess jesse jessica jill jim jimmy jo joan joann joanne jodi jody joe joel joey john johnny jon jordan jorge jose josh joshua
    joy joyce juan juanita judith judy julia julie justin karen karl kate katherine kathleen kathryn kathy katie kay keith kelly ken kenneth kent kerry kevin kim kimberly kirk kris
    kristen kristin kurt kyle lana lance larry laura lauren laurie lawrence leah lee leigh len leo leon leonard les leslie lester lew liam lillian lily linda lindsay lindsey lisa liz
    lloyd logan lois lonnie loretta lori lorraine lou louis louise lucas lucille lucy luis luke lynn mac mack maggie marc marcia marcus margaret maria marie marilyn marion marjorie
    mark marlene marsha marshall martha martin marty marvin mary mason matt matthew maureen max megan mel melanie melinda melissa meredith michael michele michelle miguel mike milton
    mindy miranda mitch mitchell molly monica morgan nancy naomi natalie nate nathan neal ned neil nell nicholas nick nicole nina noel nora norm norma norman olivia oscar owen paige pam
    pamela pat patricia patrick patty paul paula pedro peg peggy penny perry pete peter phil philip phillip phyllis polly rachel ralph ramon randy raul ray raymond rebecca reggie
    rena renee rex rhonda ricardo rich richard rick ricky rita rob robert roberto robin rod rodney roger roland ron ronald ronnie rory rosa rose ross roxanne roy ruben russ russell ruth
    ryan sally sam samantha samuel sandra sandy sara sarah scott sean seth shane shannon sharon shaun shawn sheila shelley sherri sherry shirley sid sidney simon sonia spencer stacey
    stacy stan stanley stella stephanie stephen steve steven stewart stu stuart sue susan suzanne sylvia tammy tanya tara taylor ted teresa teri terrence terri terry theodore theresa
    tim timothy tina todd tom tommy toni tony tracey traci tracy travis trevor tricia troy tyler val valerie vanessa vera vern vernon veronica vic vicki vicky victor victoria vince
    vincent virginia vivian wade wallace wally walt walter wanda warren wayne wendy wes wesley whitney wilbur will william willie winston yolanda yvonne zach zachary zoe
    anja arno basti benni berti bernie chrissi conny danny didi ebi edi flo fredi gabi gerdi gitti hanni heini hias jogi joschi jupp kalle kathi kati kiki klausi leni lissi lotti
    manni matze maxi michi micha nati olli patti pit resi robi rudi sabsi sandi seppi sepp sigi steffi susi susanne tobi toni uli ulli ulrike uschi vroni wolfi wolle xaver
    """
)
