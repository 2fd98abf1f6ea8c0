"""German wording that tricks, by the same measure as wording_en. Read by honest.py.

Not measured on a labelled set, for none is known: held by the examples in its tests.
"""

from __future__ import annotations

from funnel.checking.rules.wording import Trick, Wording, any_of

_N = (
    r"(?:\d[\d.,]*|ein(?:e[nrm]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|wenige|ein paar)"
)
_THING = (
    r"(?:stück|artikel|exemplare?|plätze?n?|platz|termine?n?|zimmer|karten|tickets?|lizenzen"
    r"|pakete?|angebote?|größen)"
)
_CROWD = (
    r"(?:personen|leute|menschen|kund(?:en|innen)|käufer(?:innen)?|besucher(?:innen)?|nutzer"
    r"(?:innen)?"
    r"|andere|interessent(?:en|innen)|selbst(?:st)?ändige)"
)
_TIME = r"(?:tage?n?|stunden?|minuten?|sekunden?|std|min)"
_DEAL = (
    r"(?:angebot|aktion|rabatt|preis|gutschein|code|bonus|verkauf|sale|vorteil|anmeldung|warenkorb)"
)
_SOON = r"(?:in (?:\d|wenigen|kürze|ein|zwei|drei)|bald|heute|morgen|um mitternacht|diese woche)"
_BOUGHT = (
    r"(?:gekauft|bestellt|gebucht|reserviert|erworben|gesichert|angemeldet|eingetragen|zugegriffen)"
)

_SCARCITY = any_of(
    rf"\bnur (?:noch )?{_N} (?:\w+ )?(?:{_THING} )?(?:übrig|verfügbar|frei|auf lager|zu haben)\b",
    rf"\bnur noch {_N} {_THING}\b|\bnoch {_N} {_THING} (?:frei|übrig|verfügbar)\b",
    rf"\b(?:die )?letzten? {_N}? ?(?:freien? )?{_THING}\b(?! (?:war|hat|habe))",
    r"\bnur (?:noch )?wenige\b(?=[^.!?]{0,30}(?:übrig|verfügbar|frei|plätze|stück|termine|lager))",
    r"\b(?:begrenzte|limitierte|streng limitierte) (?:stückzahl|anzahl|plätze|menge"
    r"|verfügbarkeit)\b",
    r"\b(?:plätze|stückzahl|anzahl|vorrat) (?:ist |sind )?(?:streng |stark )?(?:begrenzt"
    r"|limitiert)\b",
    r"\bsolange (?:der |die |das )?(?:vorrat|vorräte|angebot)? ?(?:reicht|reichen|gibt)\b",
    r"\b(?:fast|beinahe|so gut wie) (?:ausverkauft|ausgebucht|vergriffen|weg)\b",
    r"\b(?:bald|schnell) (?:ausverkauft|ausgebucht|vergriffen|vergeben)\b",
    r"\bhohe nachfrage\b|\bsehr gefragt\b|\bbevor (?:es |sie |alles |alle )?(?:weg|vergriffen) "
    r"(?:ist|sind)\b",
    r"\bknapper bestand\b|\bgeringer bestand\b|\bplätze (?:füllen|gehen)\b",
)
_COUNTDOWN = any_of(
    rf"\b{_DEAL} (?:\w+ ){{0,3}}(?:endet|läuft ab|verfällt|schließt|gilt nur)(?: noch)? ?"
    rf"(?:{_SOON}|[:!.]|$)",
    rf"\b(?:endet|verfällt|schließt) {_SOON}|\bläuft (?:bald|heute|morgen|in \w+ \w+) ab\b",
    r"\bnur (?:noch )?(?:heute|bis heute|bis mitternacht|für kurze zeit|kurze zeit|dieses"
    r" wochenende)\b"
    r"(?! (?:ein|eine|einen|zwei)\b)",
    r"\bbeeil(?:e|en)? (?:dich|sie sich)\b|(?:^|[.!?] )(?:schnell sein|jetzt zugreifen|greif(?:en"
    r" sie)? zu)\b",
    r"\b(?:letzte|allerletzte|einmalige) (?:chance|gelegenheit|möglichkeit)\b",
    r"\bbevor es zu spät ist\b|\bdie (?:zeit|uhr) (?:läuft|tickt)\b|\bzeit läuft ab\b",
    rf"\bnoch {_N} (?:tage?|stunden?)\b(?=[^.!?]{{0,20}}(?:übrig|gültig|gilt|zum|bis|[!.]|$))",
    rf"\b(?:für|noch) {_N} {_TIME} (?:für dich |für sie )?(?:reserviert|gesichert|gültig)\b",
    rf"\breserviert für (?:noch |die nächsten )?{_N} {_TIME}\b|\b\d{{1,2}} ?: ?\d{{2}} ?:"
    rf" ?\d{{2}}\b",
    r"\b(?:verpass|versäum)(?:e|en sie)?\b[^.!?]{0,30}\bnicht\b|\bnicht (?:verpassen|entgehen"
    r" lassen)\b",
    r"\bblitz(?:angebot|verkauf)\w*|\btagesangebot\w*|\bendspurt\b|\bzeitlich begrenzt\w*",
    r"\bpreis(?:e)? (?:steigt|steigen) (?:bald|morgen|heute|in)\b",
)
_ACTIVITY = any_of(
    rf"\b{_N}(?: \w+)? {_CROWD} (?:\w+ ){{0,3}}?(?:sehen|schauen|betrachten|prüfen|lesen)\b"
    r"[^.!?]{0,30}\b(?:gerade|jetzt|momentan|diese[sn]?)\b",
    rf"\b(?:gerade|momentan|aktuell|jetzt) (?:sehen|schauen|betrachten|interessieren) (?:sich"
    rf" )?{_N}\b",
    rf"\b{_N}(?: \w+)? {_CROWD} (?:haben|hat)\b[^.!?]{{0,40}}\b(?:heute|gerade|eben|soeben"
    rf"|letzten \d+ \w+)\b"
    rf"[^.!?]{{0,30}}{_BOUGHT}",
    rf"\b(?:aus|in) [\w .-]{{2,40}} hat (?:gerade|eben|soeben|vor {_N} {_TIME})\b"
    rf"[^.!?]{{0,40}}{_BOUGHT}",
    rf"\b(?:jemand|\w+) hat (?:gerade|eben|soeben|vor {_N} {_TIME})\b[^.!?]{{0,40}}{_BOUGHT}",
    rf"\bvor {_N} {_TIME} {_BOUGHT}|\b{_BOUGHT} vor {_N} {_TIME}\b",
    rf"\b(?:in den letzten|in der letzten) (?:\d+ )?{_TIME}\b[^.!?]{{0,30}}(?:{_BOUGHT}|verkauft)",
    r"\b\d[\d.]*(?: mal)? (?:in den letzten|heute) [^.!?]{0,20}(?:verkauft|gebucht|bestellt)\b",
)
_LOSS = (
    r"(?:verlier\w*|verlust\w*|verschwend\w*|mehr (?:zu )?(?:be)?zahl\w*|voll(?:er|en) preis|geld"
    r"|spar\w*|rabatt\w*|erfolg\w*|wachs\w*|kostenlos\w*|gratis|verpass\w*|scheiter\w*|dumm|faul"
    r"|arm|pleite|besser\w*|hilfe|risiko|riskier\w*|gewinn\w*|lernen|gesund\w*|egal|stress\w*"
    r"|raten)"
)
_NO = r"\b(?:nein|nö|nee|nicht jetzt|auf keinen fall)[,.! -]*(?:danke)?[,.! -]*"
_SHAMING = any_of(
    rf"{_NO}(?:ich|mir|mein\w*|wir)\b(?:(?! ohne| später)[^.!?]){{0,50}}?\b{_LOSS}\b",
    r"\bich (?:will|möchte|brauche|mag) (?:keine?n?|nicht) [^.!?]{0,25}(?:sparen|rabatt|erfolg"
    r"|mehr kunden"
    r"|mehr geld|wachsen|besser)\b",
    r"\bich (?:zahle|bezahle|verliere|verschwende|verzichte|riskiere|bleibe) (?:gern|lieber"
    r"|weiter)\b",
    r"\bich (?:liebe|hasse) es,? (?:geld|zu|mehr)\b|\bich hasse (?:geld|sparen|erfolg|rabatte)\b",
)
_CALCULATING = any_of(
    r"(?:^|[.!?] )(?:wir )?(?:deine|ihre|eure|die|alle)\w* (?:antworten|ergebnisse?|daten|angaben"
    r"|profil)"
    r" (?:werden|wird) (?:nun |jetzt |gerade |gleich )?(?:\w+ )?(?:analysiert|ausgewertet|berechnet"
    r"|verarbeitet|geprüft|abgeglichen) ?(?:\.{1,3}|!|$)",
    r"(?:^|[.!?] )(?:wir )?(?:analysieren|berechnen|verarbeiten|prüfen|werten|erstellen|suchen)"
    r" (?:nun |jetzt |gerade )?(?:deine?n?|ihre?n?|eure?n?) [^.!?]{2,30}(?:\.\.\.|\.? bitte"
    r" warten| \d+ ?%)",
    r"\b(?:ergebnis|profil|auswertung|plan) wird (?:nun |jetzt |gerade )?(?:berechnet|erstellt"
    r"|geladen"
    r"|vorbereitet)\b",
    r"\bbitte warten,? (?:während|wir|deine|ihre)|\beinen moment,? (?:bitte,? )?wir (?:analysieren"
    r"|berechnen|prüfen|werten)",
    r"\b(?:unsere ki|der algorithmus|unser algorithmus|das system) (?:analysiert|berechnet"
    r"|prüft)\b",
)

DE = Wording(
    patterns={
        Trick.SCARCITY: _SCARCITY,
        Trick.COUNTDOWN: _COUNTDOWN,
        Trick.ACTIVITY: _ACTIVITY,
        Trick.SHAMING: _SHAMING,
        Trick.CALCULATING: _CALCULATING,
    },
    refusals=any_of(
        rf"\bich\b[^.!?]{{0,15}}?\b(?:will|möchte|mag|brauche|liebe|hasse|zahle|bezahle|verliere"
        rf"|verschwende"
        rf"|verzichte|riskiere|bin)\b(?:(?! ohne| später)[^.!?]){{0,40}}?\b{_LOSS}\b",
        r"\bich bleibe (?:lieber|gern|bei)\b|\b(?:ist|sind) mir egal\b|\bich rate lieber\b",
    ),
    yeses=any_of(
        r"^(?:ja|klar|sicher|ok(?:ay)?|gern(?:e)?|ich will|ich möchte|senden|sendet|schickt"
        r"|schick|her damit"
        r"|buchen|starten|kaufen|bestellen|sichern|los|erinner\w*|ruft mich|weiter|mehr dazu)\b"
    ),
    purposes={
        "mail": any_of(r"\b(?:e-?mails?|mails?|newsletters?|nachrichten)\b"),
        "phone": any_of(r"\b(?:anrufen|ruft mich|rufen sie mich|telefonisch|sms|whatsapp)\b"),
        "terms": any_of(
            r"\b(?:akzeptier\w*|stimme|einverstanden|gelesen)\b[^.!?]{0,60}"
            r"\b(?:agb|\w*bedingungen|datenschutz\w*)\b",
            r"\b(?:agb|\w*bedingungen|datenschutz\w*)\b[^.!?]{0,60}\b(?:zu|einverstanden"
            r"|gelesen)\b",
        ),
        "partners": any_of(
            r"\b(?:partner\w*|an dritte|dritten|drittanbieter\w*|sponsor\w*|anderen firmen)\b"
        ),
        "measuring": any_of(r"\b(?:tracking|nachverfolg\w*|profiling|profilbildung|cookies)\b"),
    },
    by_pressing=any_of(
        r"\b(?:mit|durch) (?:dem |deinem |ihrem |einem |das |den )?(?:klick\w*|absenden|druck"
        r"|tippen|weiter\w*"
        r"|eintragen|anmeldung|absenden)\b[^.!?]{0,60}\b(?:stimmst|stimmen|akzeptier\w*|willigst"
        r"|willigen"
        r"|erklärst|erklären|erlaubst|erlauben|bestätig\w*)",
        r"\b(?:stimmst du|stimmen sie|willigst du|willigen sie) [^.!?]{0,60}\bautomatisch\b",
        r"\bsofern (?:du|sie) nicht widersprech\w*|\bwenn (?:du|sie) nicht widersprech\w*"
        r"|\bautomatisch"
        r" (?:angemeldet|eingetragen|abonniert)\b",
    ),
    ticked=any_of(
        r"\b(?:häkchen|haken|kreuz) (?:entfernen|wegnehmen|lösen|herausnehmen)\b|\bentferne\w* "
        r"(?:das |den )?"
        r"(?:häkchen|haken)\b",
        r"\b(?:ankreuzen|anhaken|hier klicken),? (?:wenn|falls) (?:du|sie) (?:keine?n?|nicht)\b"
        r"|\babwählen\b",
    ),
)
