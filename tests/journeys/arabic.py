"""The funnel of ten kinds in Arabic too, with its pictures, for stories from right to left."""

from __future__ import annotations

from funnel.document import FunnelDocument
from funnel.models import Publication
from funnel.portable.importing import import_funnel
from funnel.publishing import publish
from funnel.translating import places
from tests.funnel.factories import NOW
from tests.funnel.journey.kinds_document import PICTURES, kinds_document

SUBJECT = "نتيجتك"
# What stands in the English funnel, in Arabic.
WORDS = {
    "What is your hour worth?": "كم تساوي ساعتك؟",
    "Are you 20 % too cheap? Two questions, one minute.": "هل أسعارك أقل مما ينبغي؟",
    "No address needed to see your result.": "ترى نتيجتك دون أن تعطي عنوانك.",
    "Begin": "ابدأ",
    "The careful one": "المتأني",
    "You look twice": "أنت تنظر مرتين",
    "You work with {{ answer.quiz.tools | default: 'nothing' }}.": (
        "أنت تعمل بهذا: {{ answer.quiz.tools | default: 'لا شيء' }}."
    ),
    "Write **one** price down.": "اكتب سعرًا **واحدًا**.",
    "The bold one": "الجريء",
    "You know your list": "أنت تعرف قائمتك",
    "How do you set a price?": "كيف تحدد السعر؟",
    "The one that comes first.": "أول ما يخطر لك.",
    "It decides what we ask next.": "هذا يحدد سؤالنا التالي.",
    "A desk with a lamp": "مكتب عليه مصباح",
    "I guess": "بالتخمين",
    "From a list": "من قائمة",
    "Do you ask for money up front?": "هل تطلب دفعة مقدمة؟",
    "Yes, always": "نعم، دائمًا",
    "No, later": "لا، لاحقًا",
    "When do you work best?": "متى تعمل أفضل؟",
    "The morning": "في الصباح",
    "A low sun": "شمس منخفضة",
    "Noon": "عند الظهر",
    "A high sun": "شمس عالية",
    "The evening": "في المساء",
    "A dark sky": "سماء مظلمة",
    "What do you work with?": "بماذا تعمل؟",
    "Paper": "بالورق",
    "A sheet": "بجدول",
    "An app": "بتطبيق",
    "How sure are you of your prices?": "ما مدى ثقتك بأسعارك؟",
    "Not at all": "لا ثقة",
    "Completely": "ثقة تامة",
    "How long does an offer take you?": "كم يأخذ منك عرض السعر؟",
    "hours": "ساعة",
    "What is your business called?": "ما اسم عملك؟",
    "What was your best month like?": "كيف كان أفضل شهر لك؟",
    "Since when are you on your own?": "منذ متى تعمل لحسابك؟",
    "What matters most?": "ما الأهم عندك؟",
    "Money": "المال",
    "Time": "الوقت",
    "Calm": "الهدوء",
    "See your result": "شاهد نتيجتك",
    "Keep it": "احتفظ بها",
    "Where to?": "إلى أين نرسلها؟",
    "One mail now. Stop with one press.": "رسالة واحدة الآن. توقفها بضغطة.",
    "Send it": "أرسلها",
    "No thanks, just go on": "لا شكرًا، أكمل",
    "Send me four more mails.": "أرسلوا لي أربع رسائل أخرى.",
    "Your result": SUBJECT,
    'Hi {{ first_name | default: "there" }},\n\nhere it is.  \nBye': (
        'مرحبًا {{ first_name | default: "بك" }}،\n\nها هي نتيجتك.'
    ),
    "Open": "افتحها",
    "The next step": "الخطوة التالية",
    "Raise it together": "نرفعها معًا",
    "An hour.": "ساعة واحدة.",
    "90 €": "90 €",
    "Ask for a call": "اطلب مكالمة",
    "Not now": "ليس الآن",
    "We call.": "سنتصل بك.",
}


def arabic_document() -> FunnelDocument:
    document = kinds_document()
    told = {place: WORDS[text] for place, text in places(document).items()}
    return document.model_copy(update={"translations": {"ar": told}})


def arabic_publication() -> Publication:
    """English with an Arabic translation, live."""
    funnel = import_funnel(document=arabic_document(), media=PICTURES, now=NOW, by=None)
    return publish(funnel=funnel, now=NOW, by=None)
