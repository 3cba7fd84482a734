"""A protected value is found however it is written, and harmless text is left alone."""

import pytest

from documents.letters.leaks import Protected, Shape, leaks

HOME = Protected(Shape.PLACE, "12 Elm Street, Apt 4B, Springfield, IL 62701", "The home")
HALL = Protected(Shape.PLACE, "Marlow Hall 4", "The residence")
SCHOOL = Protected(Shape.PLACE, "Carver High School, Springfield", "The school")
PHONE = Protected(Shape.PHONE, "+1 (312) 555-0134", "The phone")
EMAIL = Protected(Shape.EMAIL, "imani@example.com", "The email")
WORD = Protected(Shape.WORD, "marzipan", "The code word")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (HOME, "She lives at 12 Elm Street, Apt 4B, Springfield, IL 62701."),
        (HOME, "They came to 12 Elm St. #4B at night"),
        (HOME, "Elm Street 12, apartment 4B"),
        (HOME, "go to 12elmstreet"),
        (HOME, "https://maps.example.com/?q=12+Elm%20St"),
        (HALL, "the window of Marlow Hall 4"),
        (HALL, "room no. 4 in Marlow Hall"),
        (HALL, "MÁRLOW\u00a0HALL, Apt. 4"),
        (HALL, "Mar\u00adlow Hall 4"),
        (HALL, "Marlwo Hall 4"),
        (SCHOOL, "outside Carver High School"),
        (PHONE, "call 312.555.0134"),
        (PHONE, "on 555 0134 all night"),
        (PHONE, "+13125550134"),
        (EMAIL, "IMANI@EXAMPLE.COM"),
        (EMAIL, "imani (at) example dot com"),
        (WORD, "say “Marzipan” first"),
    ],
)
def test_it_is_found(value: Protected, text: str) -> None:
    assert leaks(text, [value]) == [value]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (HOME, "12 Oak Street, Springfield, IL 62701"),
        (HOME, "Exhibit 12 shows the post about elms"),
        (HOME, "an elm tree and 12 other things"),
        (HALL, "Marlow Reid Law, 410 Harbor Street, hall B"),
        (PHONE, "invoice 3125550199 of 2026-11-20"),
        (EMAIL, "iman@example.org"),
        (WORD, "a marzip and cream"),
        (Protected(Shape.WORD, "", "Nothing"), "anything"),
    ],
)
def test_other_words_are_left_alone(value: Protected, text: str) -> None:
    assert leaks(text, [value]) == []
