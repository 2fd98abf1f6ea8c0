"""English wording that tricks. Read by honest.py; examples in the tests of this module.

The measure: a funnel's text stands still. A count of what is left, a time that runs and a
stranger who just bought cannot stay true in it, so they are found; a date or a number of
places a month can be true, so they are not.
"""

from __future__ import annotations

from funnel.checking.rules.wording import Trick, Wording, any_of

_N = r"(?:\d[\d,.]*\+?|an?|one|two|three|four|five|six|seven|eight|nine|ten|a few|few|several)"
_THING = (
    r"(?:items?|stock|pieces?|pcs|units?|copies|products?|spots?|seats?|places?|slots?|tickets?"
    r"|rooms?"
    r"|licen[cs]es?|sets?|bottles?|boxes|packs?|pairs?|sizes?|dates?|openings?|bundles?)"
)
_CROWD = (
    r"(?:people|persons?|customers?|shoppers?|visitors?|others|users?|buyers?|clients|members"
    r"|someone|somebody|businesses|freelancers)"
)
_LONG = r"(?:days?|hours?|hrs?|weeks?)"
_TIME = rf"(?:{_LONG}|minutes?|mins?|seconds?|secs?)"
_SOON = (
    r"(?:in(?= ?(?:\d|less|under|an? (?:hour|day|few|minute)|one|two|three|four|five|few|[:.!]"
    r"|$))|soon|today|tonight"
    r"|tomorrow|at midnight|this week|at the end of the day"
    r"|within|sunday|monday|friday)"
)
_DEAL = (
    r"(?:offer|sale|deal|discount|promo(?:tion)?|price|bonus|coupon|code|event|special|savings"
    r"|cart|basket|enrol+ment|registration)s?"
)
_BOUGHT = (
    r"(?:bought|purchased|ordered|booked|claimed|grabbed|snagged|reserved|sold|signed up|joined"
    r"|subscribed|added|enrolled)"
)

_SCARCITY = any_of(
    rf"\bonly (?:about |the )?{_N} (?:more )?(?:{_THING} )?(?:are |is )?(?:still )?"
    r"(?:left|remain\w*|available|in stock|to go|at this price)\b",
    rf"\bonly (?:about )?{_N} (?:more )?(?:spots|seats|slots|openings)\b",
    rf"\b(?:just|last|final) {_N} (?:\w+ )?(?:left|remaining|available)\b",
    rf"\b{_N} {_THING} (?:are |is )?(?:still )?(?:left|remaining)\b",
    rf"(?<!minutes )(?<!question )\b{_N} left(?: in stock| at this price|[!.)]|$)",
    rf"\b{_N} (?:\w+ )?(?:left )?in stock\b(?! on)",
    r"\b(?:very |extremely )?(?:low|limited|little)(?: in)? (?:stock|suppl(?:y|ies)|inventory"
    r"|availability|quantit(?:y|ies)|number of (?:spots|seats|places|slots))\b",
    r"\b(?:stock|supply|supplies|quantities|spots|seats|places|availability)"
    r" (?:is |are |may be )?(?:very |extremely |strictly )?(?:low|limited|running (?:out|low))\b",
    r"\blimited (?:spots|seats|places|slots)\b",
    r"\b(?:spots|seats|places|slots|tickets|sizes|stock|they)"
    r" (?:are |is )?(?:filling|fill|going|go|selling|sell|moving) (?:up |out )?(?:fast|quickly)\b",
    r"\b(?:selling|going|moving) (?:out )?(?:fast|quickly)\b",
    r"\b(?:sells?|selling) out (?:fast|soon|quickly)|\bmay sell out\b|\blikely to sell out\b",
    r"\b(?:almost|nearly|about to be) (?:gone|sold out|full|fully booked)\b",
    r"\bwhile (?:stocks?|suppl(?:y|ies)|they|quantities) lasts?\b|\buntil (?:it's|they're) gone\b",
    r"\b(?:in|very|extremely) high demand\b|\bhigh demand\b|\b(?:is|are) in demand\b",
    r"\bbefore (?:it's|they're|it is|they are|we're|everything is) (?:all )?(?:gone|sold out)\b",
    rf"\b(?:last|final) (?:few |remaining )?{_THING}\b(?= (?:left|available|in stock)|[!.]|$)",
    r"\b\d+ ?% (?:of \w+ )?(?:claimed|sold)\b|\b\d[\d,]* claimed\b",
)

_COUNTDOWN = any_of(
    rf"\b{_DEAL} (?:\w+ ){{0,3}}(?:ends?|ending|expires?|expiring|closes?|closing|disappears?|over)"
    rf"(?: {_SOON}|[:!.]|$)",
    rf"\b(?:ends|ending|expires|expiring|closes|closing) {_SOON}",
    r"(?:^|[.!?|(-] ?)hurry(?: up)?(?:[!,.:]|$| and (?:order|buy|book)| (?:while|before|only))",
    r"\bhurry(?: up)?(?:!|,? (?:only|before|while|offer|sale|limited))",
    r"\b(?:act|order|buy|claim|grab) (?:now|fast|quickly)\b(?=.{0,40}(?:before|!|save|miss|gone))",
    r"\bact (?:now|fast)\b",
    r"\bdon't (?:miss out|miss (?:this|your) (?:chance|deal|offer|opportunity)|wait (?:or"
    r"|until))\b",
    r"\b(?:last|final|only) chance\b",
    r"\blimited[ -]?time\b|\bfor a (?:short|limited) (?:time|period)\b",
    r"\b(?:today|tonight|one day|24 hours|this weekend|this week) only\b(?! (?:one|the|a|an"
    r"|two)\b)",
    r"\bonly (?:valid )?(?:today|tonight)\b(?= ?[!:.]|$)",
    r"\bflash (?:sale|deal)s?\b|\b(?:daily|lightning) deals?\b|\bdeals? of the (?:day|week)\b",
    r"\btime(?:'s| is) (?:almost |nearly )?(?:running )?(?:out|up)\b",
    r"\bbefore (?:it's|it is) too late\b|\bbefore (?:time runs out|the timer|midnight)\b",
    r"\b(?:last|final) (?:few )?(?:hours|minutes|days)\b(?! (?:of (?:my|your|our|the)))",
    rf"\b{_N} {_LONG} (?:left|remaining|to go)\b",
    rf"\b(?:reserved|held|saved|locked)(?: \w+)? for (?:the next )?(?:[\d:]+|{_N})"
    rf" (?:more )?{_TIME}\b",
    r"\b\d{1,2}:\d{2} ?(?:minutes|mins?|seconds|secs?|left)\b",
    rf"\b(?:order|buy|book|sign up|join|checkout|check out) (?:\w+ )?(?:within|in) (?:the )?"
    rf"(?:next )?"
    rf"{_N} ?{_TIME}\b",
    r"\b\d{1,2} ?(?:d|days?|h|hrs?|hours?)[ :,]+\d{1,2} ?(?:h|m|hrs?|hours?|mins?|minutes?)\b",
    r"(?:\b|(?<=days)|(?<=day))\d{1,2} ?: ?\d{2} ?: ?\d{2}\b",
    r"\d ?days? ?:? ?\d+ ?hours? ?:? ?\d+ ?min|\d ?hours? ?:? ?\d+ ?min\w* ?:? ?\d+ ?sec",
    r"\bprices? (?:will )?(?:go(?:es)?|going|rise|rises|rising) up (?:soon|tomorrow|tonight|in)\b",
    r"\bdoors? clos(?:e|es|ing) (?:soon|in|tonight|today|tomorrow)\b|\bcountdown (?:timer|ends"
    r"|is)\b",
    r"\b(?:won't|will not|not going to) last(?: long| forever)?\b|\bends soon\b",
)

_WHERE = r"(?:in|from) (?!order|the|our|my|his|her|their)[\w .,'()-]{2,60}?"
_NAME = r"(?:^|[.!?] )(?!(?:an?|one|my|our|the|most|every) )[\w'.-]+(?: [\w'.-]+)?"
_ACTIVITY = any_of(
    rf"\b{_N}(?: \w+)? {_CROWD} (?:\w+ ){{0,2}}(?:are |is |have |has )?(?:\w+ )?(?:view|look|watch"
    rf"|brows|consider|check)ing\b",
    rf"\b(?:{_N}|many|other) (?:other )?{_CROWD} (?:also )?(?:have |has |had )?(?:just |already "
    rf"|recently )?"
    rf"{_BOUGHT} (?:this|it|to|in the|\d+|recently|today)\b",
    rf"\b\d[\d,.]* {_BOUGHT} (?:this |it )?(?:in|within|during|over)? ?(?:the )?(?:last|past"
    rf"|today)\b",
    rf"\b{_BOUGHT} (?:\d[\d,.]*|{_N}) (?:times )?(?:in|within|during|over)? ?(?:the )?(?:last"
    rf"|past)\b",
    rf"{_NAME},? {_WHERE} (?:has )?(?:just |recently )?(?:bought|purchased|ordered)\b",
    rf"\b(?:someone|somebody|\w+) (?:{_WHERE} )?just {_BOUGHT}\b",
    r"\b(?:someone|somebody) (?:recently )?(?:bought|purchased|ordered)\b(?! (?:from )?(?:you|me"
    r"|us))",
    rf"\b\d[\d,.]*\+?(?: \w+)? {_CROWD} (?:have |has )?(?:recently |just |already )?"
    r"(?:viewed|looked at|seen|watched|visited|checked out) (?:this|these|it|in the|today"
    r"|recently)\b",
    rf"\b\d[\d,.]*\+?(?: \w+)? {_CROWD} (?:are |is )(?:currently |right now |now )(?:\w+)\b",
    rf"\b\d[\d,.]*\+?(?: \w+)? {_CROWD} (?:are |is )(?:ey|add|buy|order|book)ing\b",
    rf"\b\d[\d,.]*\+? (?:views?|visits?|sales|orders|purchases|bookings) (?:in|within|over|during)"
    rf" (?:the )?(?:last |past )?(?:\d+ ?)?{_TIME}\b",
    rf"\b{_BOUGHT} \d[\d,.]* times? (?:this|today|recently)\b",
    rf"\b(?:{_BOUGHT}|verified)\b.{{0,120}}?\b(?:\d+|an?|few|about an?|one) {_TIME} ago\b",
    rf"\b(?:in|within|over) the (?:last|past) (?:\d+ |few )?{_TIME}\b(?=.{{0,40}}{_BOUGHT})",
    r"\b\d[\d,.]* (?:\w+ )?(?:view|watch|look)ing (?:this|it|now|right now)\b",
    r"\b(?:in|added to) (?:\d[\d,.]*\+?|\w+) (?:people's|other|shoppers'|customers') ?(?:carts?"
    r"|baskets?)\b",
    r"\b\d[\d,.]*\+? (?:\w+ )?(?:have |has )?(?:this |it |these )?in (?:their|a) (?:cart|basket"
    r"|bag)s?\b",
    r"\b\d[\d,.]*\+? (?:already )?(?:sold|claimed)\b(?! out)",
)

_NO = (
    r"\b(?:no|nope|nah|not now|skip|no way|never mind|cancel)[,.!;:-]* (?:but )?"
    r"(?:thanks?(?: you)?|thx)?[,.!;:-]* ?"
)
_ME = r"(?:i|i'm|i am|i'd|i'll|i have|i've|my|me|we|let me|let my|keep my)"
_LOSS = (
    r"(?:los(?:e|ing|s)|full[ -]price|pay(?:ing)? (?:full|more|too much|extra)|sav(?:e|ing|ings)"
    r"|money|deals?|discounts?|off|free|bargains?|coupons?|rewards?|better|improve"
    r"|success\w*|grow(?:th|ing)?|fail\w*|miss(?:ing)?|risk\w*|expensive|miserabl\w*|help|win"
    r"(?:ning)?"
    r"|learn(?:ing)?|stupid|dumb|lazy|ignoran\w*|poor|broke|fat|sick|stress\w*|overpay\w*|chance"
    r"|don't care|do not care|healthy|happy|more (?:sales|customers|clients)|profit\w*|stuck|boring"
    r"|struggl\w*|wast(?:e|ing)|mediocr\w*|behind|everything (?:already )?|perfect|protect\w*"
    r"|unsafe)"
)
_SHAMING = any_of(
    rf"{_NO}{_ME}\b(?:(?! without| later)[^.!?|]){{0,60}}?\b{_LOSS}\b",
    rf"{_NO}{_ME} (?:really |do )?(?:like|love|enjoy|prefer|hate|don't (?:like|need|want|care))"
    r" (?:to |being |paying|los|wast|miss|stay)",
    rf"{_NO}(?:i|i'd) (?:hate|dislike|don't feel|don't deserve|don't believe in)\b",
    r"\bi'll (?:\w+ )?without (?:the |my |a )?(?:discount|savings?|deal|bonus|help)\b",
    r"\bi(?:'d| would)? (?:rather|prefer to|like to|want to|'ll) (?:pay full|pay more|lose|waste"
    r"|miss"
    r" out|stay (?:stuck|poor|broke|fat|behind)|keep (?:losing|struggling|wasting|guessing|failing)"
    r"|fail|overpay|struggle)",
    r"\bi(?:'m| am) not interested in (?:sav|grow|improv|mak|gett|better|success|free|more|learn"
    r"|my)",
    r"\bi (?:don't|do not) (?:want|need|like|care) (?:\w+ ){0,3}?(?:sav(?:e|ing|ings)|discounts?"
    r"|deals?|free|rewards?|success|more (?:money|sales|clients|customers|time))\b",
    r"\bi(?:'ll| will) (?:pass on|risk|pay full|take my chances|stay|miss|gamble)\b",
    r"\bi (?:hate|dislike) (?:sav|money|free|deals?|fun|discounts?|success)",
    r"\bi (?:like|love|enjoy|prefer) (?:los|pay|wast|overpay|miss|be(?:ing)? (?:poor|broke))",
)

_CALCULATING = any_of(
    r"(?:^|[.!?] )(?:please wait,? )?(?:we(?:'re| are) )?(?:now |currently )?"
    r"(?:analy[sz]ing|calculating|crunching|processing|computing|evaluating|compiling|matching"
    r"|generating|preparing|checking|scanning|building|creating|loading) (?:your|the|all|our)"
    r" (?:\w+ ){0,2}?(?:answers?|results?|data(?:base)?|profile|score|numbers|responses|plan|report"
    r"|match(?:es)?|recommendations?)(?: now)?(?:\.\.\.?| ?\d+ ?%|[.!]?$|\. please)",
    r"\bplease wait (?:a moment |a second )?while (?:we|our)\b",
    r"\b(?:hold on|one moment|hang tight|just a (?:moment|second))[,.!:-]* (?:please )?(?:while )?"
    r"(?:we(?:'re| are)?|our \w+(?: is)?) (?:\w+ )?(?:analy|calculat|crunch|process|comput|evaluat"
    r"|match|generat|prepar|scan|build)",
    r"\b(?:our|the) (?:ai|algorithm|system|computer|experts?) (?:is|are) (?:now )?(?:analy|calculat"
    r"|crunch|process|comput|evaluat|match|scann)",
)

EN = Wording(
    patterns={
        Trick.SCARCITY: _SCARCITY,
        Trick.COUNTDOWN: _COUNTDOWN,
        Trick.ACTIVITY: _ACTIVITY,
        Trick.SHAMING: _SHAMING,
        Trick.CALCULATING: _CALCULATING,
    },
    refusals=any_of(
        r"\b(?:i|i'm|i'd|i'll|we)\b[^.!?]{0,12}?\b(?:don't|do not|hate|won't|rather(?! not)|prefer"
        rf"|like|love|enjoy|not|fine|happy|ok)\b(?:(?! without| later)[^.!?]){{0,40}}?\b{_LOSS}\b",
        r"\bi(?:'ll| will)? (?:stay|remain|keep) (?:as i am|stuck|behind|where i am|being|losing"
        r"|guessing|wasting|paying|struggling)\b",
        r"\bi(?:'ll| will) (?:pay full|pay more|lose|miss|risk|take my chances|overpay)\b",
        r"\bi(?:'m| am) (?:fine|happy|ok|okay) (?:with (?!that|out)|being|staying|losing|as)",
        r"\bi (?:don't|do not) (?:care|want to (?:know|grow|improve|learn|change|get|be))\b",
        r"\bi(?:'m| am) not (?:ready|serious|interested|brave|smart)\b(?! yet| now)",
    ),
    yeses=any_of(
        r"^(?:yes|yeah|sure|ok(?:ay)?|of course|sign me up|i'm in|i want|send|get|give me|book"
        r"|start|buy|order|claim|count me in|remind me|call me|next|continue|go on|tell me more)\b"
    ),
    purposes={
        "mail": any_of(r"\b(?:e-?mails?|mails?|newsletters?|messages|updates)\b"),
        "phone": any_of(r"\b(?:(?:call|phone|text|ring) me|by phone|sms|whatsapp)\b"),
        "terms": any_of(
            r"\b(?:accept|agree|consent|have read)\b[^.!?]{0,60}\b(?:terms|privacy|conditions)\b"
        ),
        "partners": any_of(
            r"\b(?:partners?|third part(?:y|ies)|sponsors?|affiliates?|other companies)\b"
        ),
        "measuring": any_of(r"\b(?:track\w*|profil\w+|cookies|opens?(?: are| is)? measured)\b"),
    },
    by_pressing=any_of(
        r"\bby (?:\w+ ){0,3}?(?:press|click|tapp|submit|continu|send|sign|enter|proceed|provid"
        r"|giv)\w*"
        r"[^.!?]{0,60}?\byou (?:\w+ )?(?:agree|accept|consent|opt in|confirm|permit|allow"
        r"|subscribe)",
        r"\byou (?:automatically |also )?(?:agree|consent|subscribe|opt in)[^.!?]{0,60}? by"
        r" (?:press|click|tapp|submit|continu|send|sign|enter)",
        r"\bunless you (?:opt out|untick|uncheck|object|tell us)\b",
        r"\byou (?:will|are going to) be (?:automatically )?(?:subscribed|signed up|added)\b",
    ),
    ticked=any_of(
        r"\b(?:un(?:tick|check)|remove the tick|clear (?:this|the) box|tick (?:here|this box|the"
        r" box)? ?"
        r"(?:if you (?:do not|don't)|to (?:opt out|stop|not))|leave (?:it |this |the box )?ticked"
        r"|opt out (?:here|below))\b"
    ),
)
