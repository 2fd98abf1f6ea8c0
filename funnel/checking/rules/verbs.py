"""Words of doing in short first actions, and words that say nothing on a button, per language.

value.py and next_step.py ask, in these languages only.
"""

from __future__ import annotations

_EN = """
add answer arrange ask attach batch begin block book bring brush build buy call cancel carry
change charge check choose clean clear close collect compare cook copy count cross cut decide
delete divide do download draft draw drink drop eat empty end enter export fill find finish fix
fold follow forward gather get give go greet hang hold imagine invite join keep learn leave let
limit list listen look make mark measure meet move name note offer open order pack park pause
pay phone pick place plan plant play point post practice practise prepare press print promise
pull put raise rate read record reduce remove rename repeat replace reply reserve rest review
ring run save say schedule scroll search sell send set share show sign sit skip sleep smile sort
speak spend stand start step stick stop store stretch subscribe switch take talk tell test text
thank think tick time track train translate try turn type unfollow unsubscribe update upload use
visit wait walk warm wash watch water wear weigh work write
"""
_DE = """
antwort arbeit beginn bestell bezahl bieg bitt blättr bring buch druck entscheid erledig erzähl
fang frag füll geh gib gieß hak heb hol häng hör kauf klick klär koch komm kopier kündig lad
lass lauf leg lern lies lösch mach markier meld merk miss nenn nimm notier nutz ordn pack plan
probier prüf putz red reservier ruf rufen sag sammel schalt schau schick schieb schließ schneid
schreib setz sieh sitz sortier speicher sprech sprich stell stopp streich such teil test tipp
trag trenn trink unterschreib verabred vergleich verschieb versuch vertag verteil wart wasch
wechsel wirf wähl zahl zeig zieh zähl öffn üb überleg
"""
_ACTIONS_EN = frozenset(_EN.split())
_ACTIONS_DE = tuple(_DE.split())

_HOLLOW_EN = """
next continue proceed go on ahead click here press tap ok okay submit send yes start begin now
more forward the a to and please read see watch open it this button step enter done let's lets
learn discover get started let us
"""
_HOLLOW_DE = """
weiter nächster nächste nächstes schritt zum zur los geht's gehts es geht klick klicken klicke
hier ok okay absenden senden ja start starten beginnen anfangen jetzt mehr bitte lesen ansehen
öffnen fortfahren fertig und erfahren auf
"""
# A button made of nothing but these says neither what follows nor how long it takes.
HOLLOW = {"en": frozenset(_HOLLOW_EN.split()), "de": frozenset(_HOLLOW_DE.split())}


def has_action(text_words: list[str], language: str) -> bool:
    """Whether one of the words is a known doing; true for languages without a list."""
    low = [word.casefold() for word in text_words]
    if language == "en":
        return any(word in _ACTIONS_EN for word in low)
    if language == "de":
        return any(word.startswith(_ACTIONS_DE) for word in low)
    return True
