"""Questions of every kind: begun, written, with pictures, and said in the list of their quiz."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel
from funnel.portable.exporting import export_document
from funnel.publishing import PublishError
from funnel.publishing.compile import compile_funnel
from leads.models import MediaFile
from quizzes.models import Choice, Question, Quiz
from tests.funnel.admin.form_data import form_data
from tests.funnel.admin.test_pages import CODE_WORDS, seen
from tests.funnel.factories import POSTER, VIDEO, make_funnel
from tests.funnel.kinds import make_kinds_document
from tests.funnel.replaying import replayed

pytestmark = pytest.mark.django_db

PNG = POSTER + b"another"


@pytest.fixture
def kinds() -> Funnel:
    return replayed(("kinds",), lambda: make_funnel(make_kinds_document()))


def page(question: Question) -> str:
    return reverse("admin:quizzes_question_change", args=[question.pk])


def asked(key: str) -> Question:
    return Question.objects.get(key=key)


def upload(name: str = "desk.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_a_question_begins_with_its_kind_and_leads_to_its_own_page(
    kind: str, kinds: Funnel, marketer: Client
) -> None:
    quiz = Quiz.objects.get(step__funnel=kinds)
    before = quiz.questions.count()

    response = marketer.post(
        reverse("admin:quizzes_add_question", args=[quiz.pk]), {"kind": kind, "text": "And now?"}
    )

    question = quiz.questions.get(position=before)
    assert (question.kind, question.key, response["Location"]) == (kind, "and-now", page(question))
    opened = marketer.get(page(question))
    assert CODE_WORDS.findall(seen(opened.content.decode())) == []
    assert marketer.post(page(question), form_data(opened)).status_code == 302


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_a_question_just_begun_gives_faults_never_a_crash(
    kind: str, kinds: Funnel, marketer: Client
) -> None:
    quiz = Quiz.objects.get(step__funnel=kinds)
    Question.objects.create(quiz=quiz, key="bare", kind=kind, text="", position=99)

    with pytest.raises(PublishError) as refused:
        compile_funnel(kinds)

    assert {fault.path.partition("]")[2].partition("]")[0] for fault in refused.value.faults} == {
        ".quiz.questions[10"
    }


def test_without_a_kind_nothing_is_added(kinds: Funnel, marketer: Client) -> None:
    quiz = Quiz.objects.get(step__funnel=kinds)
    address = reverse("admin:quizzes_add_question", args=[quiz.pk])
    before = quiz.questions.count()

    responses = [marketer.post(address, {"text": "x"}), marketer.post(address, {"kind": "sort"})]

    assert [each.status_code for each in responses] == [422, 422]
    assert quiz.questions.count() == before


def test_every_question_saves_just_as_it_was(kinds: Funnel, marketer: Client) -> None:
    before = export_document(kinds)

    codes = {
        marketer.post(page(each), form_data(marketer.get(page(each)))).status_code
        for each in Question.objects.all()
    }

    assert codes == {302}
    assert export_document(kinds) == before


def test_the_list_says_kinds_limits_and_conditions(kinds: Funnel, marketer: Client) -> None:
    quiz = Quiz.objects.get(step__funnel=kinds)
    address = reverse("admin:quizzes_quiz_change", args=[quiz.pk])

    words = " ".join(seen(marketer.get(address).content.decode()).split())

    for said in (
        "A scale: 0 to 10",
        "One choice: 2 answers",
        "Several choices: 3 answers",
        "One picture: 2 answers",
        "Yes or no",
        "An order: 3 answers",
        "A number: 0.5 to 4.5 hours",
        "A few words: up to 40 characters",
        "A longer text: up to 500 characters",
        "“What about rate?” was answered and the topic “Order”: at least 10",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("key", "sent", "column", "value"),
    [
        ("some", {"low": "1", "high": "3"}, "high", 3),
        ("rate", {"low": "1", "high": "7"}, "low", 1),
        ("rate", {"low_label": "Never"}, "low_label", "Never"),
        ("hours", {"low": "-1.5"}, "low", -1.5),
        ("hours", {"decimals": "2"}, "decimals", 2),
        ("city", {"high": "12"}, "high", 12),
        ("hours", {"is_optional": "on"}, "is_optional", True),
        ("hours", {"is_sensitive": "on"}, "is_sensitive", True),
        ("hours", {"why": "Because."}, "why", "Because."),
    ],
)
def test_each_kind_takes_its_own_limits(
    key: str,
    sent: dict[str, str],
    column: str,
    value: object,
    kinds: Funnel,
    marketer: Client,
) -> None:
    data = form_data(marketer.get(page(asked(key))))

    assert marketer.post(page(asked(key)), data | sent).status_code == 302

    assert getattr(asked(key), column) == value


@pytest.mark.parametrize(
    ("key", "sent", "sentence"),
    [
        ("some", {"low": "3", "high": "2"}, "This is smaller than the number before it."),
        ("rate", {"low": "1", "high": "1"}, "A scale has at least two numbers."),
        ("rate", {"high": "11"}, "less than or equal to 10"),
        ("hours", {"low": ""}, "This field is required."),
        ("hours", {"low": "30"}, "This is smaller than the number before it."),
        ("city", {"high": "201"}, "less than or equal to 200"),
        ("when", {"latest_on": "2025-01-01"}, "This day is before the other one."),
        ("story", {"high": "0"}, "greater than or equal to 1"),
    ],
)
def test_limits_that_cannot_be_are_refused_on_the_page(
    key: str, sent: dict[str, str], sentence: str, kinds: Funnel, marketer: Client
) -> None:
    data = form_data(marketer.get(page(asked(key))))
    before = export_document(kinds)

    response = marketer.post(page(asked(key)), data | sent)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert export_document(kinds) == before


def test_right_answers_are_asked_of_a_knowledge_quiz_only(kinds: Funnel, marketer: Client) -> None:
    assert "accepted" not in form_data(marketer.get(page(asked("city"))))
    Quiz.objects.update(scoring="knowledge", outcome_by="tier")

    data = form_data(marketer.get(page(asked("city"))))
    marketer.post(page(asked("city")), data | {"accepted": " Berlin \n\nthe  town\n"})
    data = form_data(marketer.get(page(asked("hours"))))
    marketer.post(page(asked("hours")), data | {"right": "7.5", "tolerance": "0.5"})
    data = form_data(marketer.get(page(asked("one"))))
    marketer.post(page(asked("one")), data | {"choices-1-is_right": "on"})

    assert asked("city").accepted == ["Berlin", "the town"]
    assert (asked("hours").right, asked("hours").tolerance) == (7.5, 0.5)
    assert list(asked("one").choices.values_list("is_right", flat=True)) == [False, True]


def test_a_scale_gives_points_per_step(kinds: Funnel, marketer: Client) -> None:
    topic = asked("rate").quiz.categories.get()
    data = form_data(marketer.get(page(asked("rate"))))
    assert data[f"topic_{topic.pk}"] == "-2"

    marketer.post(page(asked("rate")), data | {f"topic_{topic.pk}": "5"})

    assert list(asked("rate").weights.values_list("category", "points")) == [(topic.pk, 5)]


def test_points_that_are_not_asked_for_stay(kinds: Funnel, marketer: Client) -> None:
    choice = asked("one").choices.first()
    assert choice is not None
    result = asked("one").quiz.outcomes.first()
    choice.weights.create(outcome=result, points=3)

    marketer.post(page(asked("one")), form_data(marketer.get(page(asked("one")))))

    assert list(choice.weights.values_list("outcome", "points")) == [
        (result.pk if result else 0, 3)
    ]


def test_yes_and_no_stay_two(kinds: Funnel, marketer: Client) -> None:
    data = form_data(marketer.get(page(asked("sure"))))
    more = {"choices-2-text": "Maybe", "choices-2-position": "2", "choices-TOTAL_FORMS": "3"}

    response = marketer.post(page(asked("sure")), data | more)

    assert response.status_code == 200
    assert not any("DELETE" in name for name in data)
    assert list(asked("sure").choices.values_list("key", flat=True)) == ["yes", "no"]


def test_a_picture_is_kept_by_its_content_with_its_description(
    kinds: Funnel, marketer: Client
) -> None:
    data = form_data(marketer.get(page(asked("look"))))

    more = {"choices-1-image": upload(), "choices-1-image_alt": "A full desk"}
    assert marketer.post(page(asked("look")), data | more).status_code == 302

    choice = Choice.objects.get(pk=data["choices-1-id"])
    media = MediaFile.objects.get(sha256=choice.image)
    assert (media.name, choice.image_alt) == ("desk.png", "A full desk")
    shown = marketer.get(reverse("admin:leads_picture", args=[choice.image]))
    assert (shown.status_code, shown["Location"]) == (302, media.file.url)


def test_a_picture_survives_another_fault_of_the_form(kinds: Funnel, marketer: Client) -> None:
    question = asked("hours")
    data = form_data(marketer.get(page(question)))

    refused = marketer.post(page(question), data | {"image": upload(), "text": ""})
    again = form_data(refused) | {"text": "How many?", "image_alt": "A clock"}

    assert "Say what the picture shows" in refused.content.decode()
    assert marketer.post(page(question), again).status_code == 302
    assert MediaFile.objects.get(sha256=asked("hours").image).name == "desk.png"


def test_a_picture_is_taken_away_with_one_tick(kinds: Funnel, marketer: Client) -> None:
    data = form_data(marketer.get(page(asked("one"))))

    marketer.post(page(asked("one")), data | {"image_gone": "on", "image_alt": ""})

    assert asked("one").image == ""


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("desk.gif", b"GIF89a", "Choose a picture: a JPEG, PNG or WebP file."),
        ("desk.mp4", VIDEO, "Choose a picture: a JPEG, PNG or WebP file."),
        ("desk.png", b"<svg></svg>", "desk.png is no .png file inside. Save it as .png again."),
        ("desk.png", PNG + bytes(20 * 1024 * 1024), "This picture is larger than 20 MB."),
        ("desk.png", PNG[:90], "desk.png is damaged inside. Save it as .png again."),
        ("desk.jpg", b"MZ" + bytes(90), "desk.jpg is a program under another name."),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_stored(
    name: str, content: bytes, sentence: str, kinds: Funnel, marketer: Client
) -> None:
    data = form_data(marketer.get(page(asked("hours"))))
    before = MediaFile.objects.count()

    response = marketer.post(
        page(asked("hours")), data | {"image": upload(name, content), "image_alt": "x"}
    )

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert (MediaFile.objects.count(), asked("hours").image) == (before, "")


def test_a_hash_that_nobody_stored_is_no_picture(kinds: Funnel, marketer: Client) -> None:
    data = form_data(marketer.get(page(asked("hours"))))

    marketer.post(page(asked("hours")), data | {"image_kept": "0" * 64, "image_alt": "x"})

    assert asked("hours").image == ""


def test_a_condition_on_a_number_is_chosen_without_a_script(
    kinds: Funnel, marketer: Client
) -> None:
    question = asked("story")
    data = form_data(marketer.get(page(question)))
    about = {"only_when_about": "number/quiz/hours", "only_when_least": "2,5"}

    refused = marketer.post(page(question), data | {"only_when_about": "number/quiz/hours"})
    marketer.post(page(question), data | about)

    assert "Write at least one of the two numbers." in refused.content.decode()
    assert asked("story").show_if == {
        "fact": "number",
        "step": "quiz",
        "question": "hours",
        "at_least": 2.5,
    }


def test_adding_questions_and_pictures_is_closed_to_sales(
    kinds: Funnel, salesperson: Client
) -> None:
    quiz = Quiz.objects.get(step__funnel=kinds)
    closed = [
        reverse("admin:quizzes_add_question", args=[quiz.pk]),
        reverse("admin:leads_picture", args=["0" * 64]),
    ]

    assert {salesperson.get(each).status_code for each in closed} == {403}
