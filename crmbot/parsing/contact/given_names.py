"""Given names common in German and English business, folded: before a weekday or month they make it a family name.

Only names that are no ordinary German or English word.
"""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """
    adam adrian albert alex alexander alexandra alfred alice alina amelie amy andrea andreas andrew angela anita anja anke
    anna anne annette antje anton armin arne arthur astrid axel barbara beate ben benjamin bernd bernhard bettina birgit
    bjoern boris brian brigitte britta bruno carina carl carla carlos carmen carola caroline carsten catherine celine
    charles charlotte chris christa christian christiane christina christine christoph clara claudia claus clemens conny
    cornelia dagmar daniel daniela david dennis detlef diana dieter dietmar dirk dominik doris dorothea eckhard edgar edith
    elena elias elisabeth elke ella emil emily emma eric erich erik erika erwin eva fabian felix ferdinand finn florian
    frank franz franziska frederik friedrich fritz gabi gabriele georg gerald gerd gerhard gertrud gisela greta gudrun
    guenter guenther gustav hanna hannah hannes hans harald hartmut heidi heike heiko heiner heinrich heinz helen helena
    helga helmut hendrik henning henrik henry herbert hermann holger horst hubert ida ina ines ingeborg ingo ingrid ira
    iris isabel isabella jacob jakob jana jane janina jasmin jens jessica joachim joanna jochen joerg johann johanna
    johannes john jonas jonathan joseph josef juergen julia julian juliane jutta kai karen karin karl karla katharina
    kathrin katja katrin kay kerstin kevin kirsten klara klaus konrad kristin kristina kurt lara lars laura lea leah lena
    leo leon leonie liam lina linda lisa lorenz louis louise luca lucas lucia ludwig luisa lukas lutz lydia maike manfred
    manuel manuela marc marcel marco marcus margarete margit margot maria marianne marie marina mario marion marius mark
    markus marlene marta martha martin martina mary mathias mathilda matthew matthias max maximilian mechthild melanie
    mia michael michaela michelle mike miriam mohammed mona monika moritz nadine nadja natalie natascha nele nick nico
    nicolas nicole niklas nils nina noah nora norbert ole olaf oliver olivia oscar oskar otto pascal patricia patrick paul
    paula pauline peter petra philip philipp pia rainer ralf ralph ramona raphael rebecca regina regine reiner reinhard
    renate rene ricarda richard rita robert roberta robin roger roland rolf roman ronald rosa rosemarie rudolf ruediger
    ruth sabina sabine sabrina samuel sandra sara sarah sascha saskia sebastian siegfried sigrid silke silvia simon simone
    sina sofia sonja sophia sophie stefan stefanie steffen stella stephan stephanie sven svenja sylvia tamara tanja tatjana
    thea theo theresa thomas thorsten tilo tim timo tina tobias tom torsten udo ulf ulla ulrich ulrike ursula ute uwe
    valentin valentina vanessa vera verena veronika victor victoria viktor viktoria vincent volker walter waltraud werner
    wilfried wilhelm william wolfgang yannick yvonne
    """.split()  # noqa: SIM905
)
