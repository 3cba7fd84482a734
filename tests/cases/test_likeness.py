"""The labelled list that the thresholds of the conflict check are held to."""

import pytest

from cases import likeness

EXACT, PROBABLE, POSSIBLE, DIFFERENT = "exact", "probable", "possible", "different"

PEOPLE = [
    ("Doe, Jane", "Jane Doe", EXACT),
    ("Dr. Jane Doe Jr.", "jane  doe", EXACT),
    ("Doe, Jr.", "Doe", EXACT),
    ("José Núñez", "Jose Nunez", EXACT),
    ("O'Brien, Seán", "Sean O’Brien", EXACT),
    ("Anna-Lena Vogt", "Anna Lena Vogt", EXACT),
    ("Łukasz Øvergård", "Lukasz Overgard", EXACT),
    ("Ｊａｎｅ Doe", "Jane Doe", EXACT),  # noqa: RUF001 - full-width letters are the point
    ("J.R. Tandrow", "JR Tandrow", EXACT),
    ("Вера Орлова", "Орлова Вера", EXACT),  # noqa: RUF001 - another script is the point
    ("Jane Marie Doe", "Jane Doe", PROBABLE),
    ("Jonathan Smith", "Jonathon Smith", PROBABLE),
    ("Bob Halloran", "Robert Halloran", PROBABLE),
    ("Liz Tandrow", "Elizabeth Tandrow", PROBABLE),
    ("J. Vantreight", "Jessica Vantreight", PROBABLE),
    ("Katherine Okerlund", "Katharine Okerlund", PROBABLE),
    ("Stephen Haldstrom", "Steven Haldstrom", PROBABLE),
    ("Margarethe Vestergaard", "Margarete Vestergaard", PROBABLE),
    ("Marcus Castellane", "Markus Castelane", PROBABLE),
    ("Caitlin Moore", "Kaitlyn More", POSSIBLE),
    ("Geoffrey Phelan", "Jeffrey Whelan", POSSIBLE),
    ("Thomas Brant", "Tobias Brant", POSSIBLE),
    ("Philippa Sørensen", "Filipa Sorensen", POSSIBLE),
    ("Mark Smith", "Mary Smith", POSSIBLE),
    ("Vantreight", "Elena Vantreight", POSSIBLE),
    ("Jane Doe", "John Roe", DIFFERENT),
    ("Elena Vantreight", "Marcus Okerlund", DIFFERENT),
    ("Anna Berg", "Hanna Bergman", DIFFERENT),
    ("Maria Garcia", "Mario Garza", DIFFERENT),
    ("Daniel Lee", "Danielle Levy", DIFFERENT),
    ("James Hill", "Jane Mills", DIFFERENT),
    ("Peter Novak", "Petra Nowicki", DIFFERENT),
    ("Susan Clark", "Sarah Cole", DIFFERENT),
    ("Lee Wong", "Leah Wolfe", DIFFERENT),
    ("Adaeze Lindqvist", "Adam Lindgren", DIFFERENT),
    ("Tomas Reyes", "Thomas Hayes", DIFFERENT),
]
ORGANISATIONS = [
    ("Castellane-Wirth Media, LLC", "The Castellane Wirth Media", EXACT),
    ("Haldstrom & Sons Ltd.", "Haldstrom and Sons Limited", EXACT),
    ("Brightwater Clinic GmbH", "Brightwater Clinic", EXACT),
    ("Brightwater Clinic", "Brightwater Clinic of Fresno, Inc.", PROBABLE),
    ("Meridian Forwarding", "Meridien Forwarding", PROBABLE),
    ("Meridian Forwarding", "Lakeside Bakery", DIFFERENT),
]
HANDLES = [
    ("@Vantreight_Watch", "https://chirrup.example.net/@vantreight_watch", EXACT),
    ("https://chirrup.example.net/vantreight_watch?lang=en", "vantreight_watch", EXACT),
    ("vantreight.watch", "vantreight_watch", PROBABLE),
    ("vantreightwatch2", "vantreight-watch", PROBABLE),
    ("vantreight_wach", "vantreight_watch", POSSIBLE),
    ("northbay_truth", "vantreight_watch", DIFFERENT),
    ("abc1", "abc2", DIFFERENT),
]


def level_of(found: likeness.Likeness | None) -> str:
    return found.level.value if found else DIFFERENT


@pytest.mark.parametrize(("one", "other", "level"), PEOPLE)
def test_people_are_compared_as_labelled(one: str, other: str, level: str) -> None:
    ours, theirs = likeness.person_form(one), likeness.person_form(other)
    assert level_of(likeness.compare_names(ours, theirs)) == level
    assert level_of(likeness.compare_names(theirs, ours)) == level


@pytest.mark.parametrize(("one", "other", "level"), ORGANISATIONS)
def test_organisations_are_compared_without_their_legal_form(
    one: str, other: str, level: str
) -> None:
    ours, theirs = likeness.organisation_form(one), likeness.organisation_form(other)
    assert level_of(likeness.compare_names(ours, theirs)) == level


@pytest.mark.parametrize(("one", "other", "level"), HANDLES)
def test_account_names_are_compared_as_labelled(one: str, other: str, level: str) -> None:
    found = likeness.compare_handles(likeness.handle_form(one), likeness.handle_form(other))
    assert level_of(found) == level


def test_the_same_place_makes_one_family_name_likelier() -> None:
    ours, theirs = likeness.person_form("Thomas Brant"), likeness.person_form("Tobias Brant")
    relative = likeness.person_form("Ines Brant")
    assert level_of(likeness.compare_names(ours, theirs, same_city=True)) == PROBABLE
    assert level_of(likeness.compare_names(ours, relative, same_city=True)) == POSSIBLE
    assert likeness.compare_names(ours, relative) is None


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Jane.Doe+court@Gmail.com", "janedoe@gmail.com"),
        ("jane.doe@googlemail.com", "janedoe@gmail.com"),
        ("J.Doe+x@Firm.Example", "j.doe@firm.example"),
    ],
)
def test_addresses_that_reach_one_mailbox_are_equal(typed: str, normal: str) -> None:
    assert likeness.email_form(typed) == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("(212) 555-0142", "+12125550142"),
        ("+1 212 555 0142", "+12125550142"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_numbers_are_compared_as_dialled_from_abroad(typed: str, normal: str) -> None:
    assert likeness.phone_form(typed) == normal


def test_a_shared_mail_host_says_nothing_about_its_owner() -> None:
    assert likeness.own_domain("a@gmail.com") == ""
    assert likeness.own_domain("a@brightwater.example") == "brightwater.example"
