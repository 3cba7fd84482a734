"""The questionnaire as data: what is asked before the conflict check, page by page.

Nothing here may ask for a story or a file: until an attorney has decided that the firm is free
to act, only safety, names, dates, places, public links and two sentences are taken, because a
confidence heard too early can itself create a conflict (ABA Model Rule 1.18, comment 4).

Pure: no rows, no requests. ``intake.forms`` turns a page into a form, ``intake.sending`` turns
answers into an enquiry. Answers are what a JSON text can hold, keyed by question name:

==========  ==============================================================
kind        answer
==========  ==============================================================
ONE         the value of the option
MANY        values of the options, in the order of the options
RANKED      values of the options, the most important first
TEXT, LONG  the words, stripped
EMAIL       the address
PHONE       the number as typed
DATE        ``{"precision": …, "from": "2026-09-14", "to": "…", "words": "…"}``
LINKS       addresses, one each
NAMES       ``{"name": …, "kind": …, "relation": …}`` for each row
TICK        ``True``
==========  ==============================================================

A question that was not answered is absent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Answers = Mapping[str, object]
Condition = Callable[[Answers], bool]


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    RANKED = "ranked"
    TEXT = "text"
    LONG = "long"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    LINKS = "links"
    NAMES = "names"
    TICK = "tick"


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    Attributes:
        alone: Choosing it excludes all others ("I am not sure").
    """

    value: str
    label: str
    hint: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Question:
    """One thing asked.

    Attributes:
        needed: The sentence shown when the answer is missing; empty when it may be skipped.
        longest: The most characters of a text answer, or rows of a list.
        most: How many options may be chosen.
        follows: Asked for only after an answer to the question of this name on the same page …
        on: … that is one of these.
        short: The name of the row on the page that checks the answers.
    """

    name: str
    kind: Kind
    label: str
    short: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    needed: str = ""
    longest: int = 200
    most: int = 0
    follows: str = ""
    on: tuple[str, ...] = ("yes",)
    autocomplete: str = "off"

    def label_of(self, value: str) -> str:
        """The words of an option; the value itself when the option is no longer offered."""
        return next((one.label for one in self.options if one.value == value), value)


def always(_answers: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Page:
    """One page: one topic, one to five questions.

    Attributes:
        note: Name of a passage (template ``intake/notes/<note>.html``) shown above the questions.
        signpost: A sentence that says how far the person has come.
    """

    part: int
    n: int
    title: str
    questions: tuple[Question, ...] = ()
    hint: str = ""
    why: str = ""
    note: str = ""
    signpost: str = ""
    when: Condition = field(default=always)

    @property
    def key(self) -> str:
        """``2-3``: the page as it stands in its address, which says nothing about its topic."""
        return f"{self.part}-{self.n}"


def chosen(name: str, *values: str) -> Condition:
    """Whether one of the values is among the answers to a question."""

    def holds(answers: Answers) -> bool:
        answer = answers.get(name)
        given = answer if isinstance(answer, list) else [answer]
        return any(value in given for value in values)

    return holds


def unless(condition: Condition) -> Condition:
    return lambda answers: not condition(answers)


YES = Option("yes", "Yes")
NO = Option("no", "No")
NOT_SURE = Option("unsure", "I am not sure", alone=True)
YES_NO = (YES, NO, NOT_SURE)

PARTS: Mapping[int, str] = {
    1: "You and your safety",
    2: "What is happening",
    3: "Who is involved",
    4: "A few words",
    5: "What would help",
    6: "How to reach you",
}

SUMMARY_LENGTH = 500
LINKS_AT_MOST = 10
NAMES_AT_MOST = 12

PLACES: tuple[Option, ...] = (
    *(
        Option(f"US-{code}", name)
        for code, name in (
            ("AL", "Alabama"),
            ("AK", "Alaska"),
            ("AZ", "Arizona"),
            ("AR", "Arkansas"),
            ("CA", "California"),
            ("CO", "Colorado"),
            ("CT", "Connecticut"),
            ("DE", "Delaware"),
            ("DC", "District of Columbia"),
            ("FL", "Florida"),
            ("GA", "Georgia"),
            ("HI", "Hawaii"),
            ("ID", "Idaho"),
            ("IL", "Illinois"),
            ("IN", "Indiana"),
            ("IA", "Iowa"),
            ("KS", "Kansas"),
            ("KY", "Kentucky"),
            ("LA", "Louisiana"),
            ("ME", "Maine"),
            ("MD", "Maryland"),
            ("MA", "Massachusetts"),
            ("MI", "Michigan"),
            ("MN", "Minnesota"),
            ("MS", "Mississippi"),
            ("MO", "Missouri"),
            ("MT", "Montana"),
            ("NE", "Nebraska"),
            ("NV", "Nevada"),
            ("NH", "New Hampshire"),
            ("NJ", "New Jersey"),
            ("NM", "New Mexico"),
            ("NY", "New York"),
            ("NC", "North Carolina"),
            ("ND", "North Dakota"),
            ("OH", "Ohio"),
            ("OK", "Oklahoma"),
            ("OR", "Oregon"),
            ("PA", "Pennsylvania"),
            ("PR", "Puerto Rico"),
            ("RI", "Rhode Island"),
            ("SC", "South Carolina"),
            ("SD", "South Dakota"),
            ("TN", "Tennessee"),
            ("TX", "Texas"),
            ("UT", "Utah"),
            ("VT", "Vermont"),
            ("VA", "Virginia"),
            ("WA", "Washington"),
            ("WV", "West Virginia"),
            ("WI", "Wisconsin"),
            ("WY", "Wyoming"),
        )
    ),
    Option("US", "United States, another place"),
    Option("CA-ON", "Ontario, Canada"),
    Option("CA", "Canada, another province"),
    Option("GB-ENG", "England or Wales"),
    Option("GB-SCT", "Scotland"),
    Option("GB-NIR", "Northern Ireland"),
    Option("IE", "Ireland"),
    Option("AU", "Australia"),
    Option("NZ", "New Zealand"),
    Option("XX", "Another country"),
)

NAME_KINDS = (
    Option("person", "A person"),
    Option("account", "An account name"),
    Option("organisation", "A business or group"),
)

PAGES: tuple[Page, ...] = (
    Page(
        1,
        1,
        "Who is this about?",
        (
            Question(
                "about",
                Kind.ONE,
                "Who is this about?",
                "About",
                options=(
                    Option("me", "Me"),
                    Option("other", "Someone I look after or help"),
                    Option("business", "A business or organisation"),
                ),
            ),
        ),
        why="So that we use the right words, and know whose consent we need.",
    ),
    Page(
        1,
        2,
        "Are you safe right now?",
        (
            Question(
                "safe_now",
                Kind.ONE,
                "Are you safe right now?",
                "Safe now",
                options=(YES, NO, NOT_SURE),
            ),
        ),
        hint="Answer for yourself, or for the person you are helping.",
        why="If someone may be hurt, a person here reads your answers first.",
    ),
    Page(
        1,
        3,
        "Help you can call now",
        note="help_now",
        when=chosen("safe_now", "no", "unsure"),
    ),
    Page(
        1,
        4,
        "Could someone else see what you do here?",
        (
            Question(
                "exposed",
                Kind.MANY,
                "Could someone else see any of these?",
                "Someone may see",
                options=(
                    Option("device", "This phone or computer"),
                    Option("email", "My email"),
                    Option("text", "My text messages"),
                    Option("phone", "My phone calls or phone bill"),
                    Option("none", "None of these", alone=True),
                    NOT_SURE,
                ),
            ),
        ),
        hint="Choose everything that fits.",
        why="We send nothing to anything you mark here.",
    ),
    Page(
        1,
        5,
        "Are you 18 or over?",
        (
            Question(
                "adult",
                Kind.ONE,
                "Are you 18 or over?",
                "18 or over",
                options=(
                    YES,
                    NO,
                    Option("unsure", "I would rather not say", alone=True),
                ),
            ),
        ),
        hint="If you help someone, answer for them.",
        why="If you are younger, we talk to you in another way, and some rules protect you.",
        when=unless(chosen("about", "business")),
    ),
    Page(
        1,
        6,
        "A grown-up who is safe",
        (
            Question(
                "guardian_safe",
                Kind.ONE,
                "Is there a parent or guardian it is safe to talk to?",
                "A safe parent or guardian",
                options=YES_NO,
            ),
            Question(
                "guardian_name",
                Kind.TEXT,
                "Their name, if you want to tell us",
                "Their name",
            ),
        ),
        note="young",
        why="We do not contact them without asking you first, unless a life is in danger.",
        when=lambda answers: (
            chosen("adult", "no")(answers) and not chosen("about", "business")(answers)
        ),
    ),
    Page(
        2,
        1,
        "What has been happening?",
        (
            Question(
                "what",
                Kind.MANY,
                "What has been happening?",
                "What",
                options=(
                    Option(
                        "false_posts",
                        "Posts or articles that say false things about me",
                    ),
                    Option("false_reviews", "Fake or bad-faith reviews"),
                    Option(
                        "threats",
                        "Threats",
                        "Of violence, of sharing something, or anything that made you afraid",
                    ),
                    Option(
                        "messages",
                        "Messages that will not stop",
                        "Texts, emails, calls, comments or direct messages",
                    ),
                    Option(
                        "impersonation",
                        "Someone is pretending to be me",
                        "A fake profile, page or account",
                    ),
                    Option(
                        "private_details",
                        "Private details shared",
                        "Home address, workplace, family, phone number",
                    ),
                    Option(
                        "images",
                        "Private or intimate images shared, or a threat to share them",
                    ),
                    Option("followed", "Being followed, tracked or watched"),
                    Option("unsure", "Something else, or I am not sure", alone=True),
                ),
            ),
        ),
        hint="Choose everything that fits. A best guess is fine. You can change this later.",
        why=(
            "It tells us which lawyer should read your answers first, and which evidence to save "
            "before it disappears."
        ),
    ),
    Page(
        2,
        2,
        "When did it start, and is it still going on?",
        (
            Question("began", Kind.DATE, "When it started", "Started"),
            Question(
                "ongoing",
                Kind.ONE,
                "Is it still going on?",
                "Still going on",
                options=(
                    Option("yes", "It is still happening"),
                    Option("comes_and_goes", "It comes and goes"),
                    Option("no", "It has stopped"),
                    NOT_SURE,
                ),
            ),
        ),
        hint="If you only know the month or the season, that is enough.",
        why="Some steps have a time limit, so a rough date helps.",
    ),
    Page(
        2,
        3,
        "When did you first see it?",
        (Question("first_seen", Kind.DATE, "When you first saw it", "First seen"),),
        hint="It may be later than the day it was posted.",
        why="It helps us to see what came first.",
    ),
    Page(
        2,
        4,
        "Where is it happening?",
        (
            Question(
                "places",
                Kind.MANY,
                "Where have you seen it?",
                "Where",
                options=(
                    Option("social", "Social media", "Posts, stories, groups or comments"),
                    Option("direct", "Texts or direct messages"),
                    Option("email", "Email"),
                    Option("reviews", "A review site or a map"),
                    Option("forum", "A forum or chat group"),
                    Option("video", "A video site"),
                    Option("website", "A website or a blog"),
                    Option("search", "Search results"),
                    Option("calls", "Phone calls"),
                    Option("offline", "At home, at work or in the street"),
                    NOT_SURE,
                ),
            ),
            Question(
                "sites",
                Kind.TEXT,
                "Which sites or apps?",
                "Sites or apps",
                hint="The names are enough.",
            ),
            Question(
                "links",
                Kind.LINKS,
                "Links to posts anyone can see",
                "Links",
                hint="One on each line, up to ten. Copy them from the top of the page.",
                longest=LINKS_AT_MOST,
            ),
        ),
        hint="Choose everything that fits.",
        why="Posts can disappear. With a link we know what to save first.",
    ),
    Page(
        2,
        5,
        "Was it in the news?",
        (
            Question(
                "in_news",
                Kind.ONE,
                "Was it in the news?",
                "In the news",
                options=YES_NO,
            ),
            Question("outlet", Kind.TEXT, "If yes, which one?", "Which one", follows="in_news"),
        ),
        hint="In a newspaper, on TV, on the radio or on a news site.",
        why="News media have rules of their own, and the time to ask for a correction is short.",
    ),
    Page(
        2,
        6,
        "Does anyone say they will do something on a certain date?",
        (
            Question(
                "date_named",
                Kind.ONE,
                "Does anyone say they will do something on a certain date?",
                "A date they named",
                options=YES_NO,
            ),
            Question(
                "date_named_when",
                Kind.DATE,
                "If yes, the date",
                "The date",
                follows="date_named",
            ),
            Question(
                "date_named_what",
                Kind.TEXT,
                "If yes, what they say they will do",
                "What they say",
                follows="date_named",
            ),
        ),
        why="So that we read your answers before that day.",
    ),
    Page(
        2,
        7,
        "Has anyone used your identity?",
        (
            Question(
                "identity_theft",
                Kind.ONE,
                "Has anyone used your identity?",
                "Identity used",
                options=YES_NO,
            ),
        ),
        hint="For example to open an account, to borrow money or to sign something as you.",
        why="There are offices that help with this, and the steps are different.",
    ),
    Page(
        2,
        8,
        "About private pictures",
        note="pictures",
        when=chosen("what", "images"),
    ),
    Page(
        3,
        1,
        "Do you know who is doing this?",
        (
            Question(
                "known",
                Kind.ONE,
                "Do you know who is doing this?",
                "Who is doing this",
                options=(
                    Option("yes", "Yes"),
                    Option("think_so", "I think so"),
                    Option("no", "No"),
                    Option("several", "More than one person"),
                    NOT_SURE,
                ),
            ),
        ),
        why="If you do not know, finding out can be part of the plan.",
    ),
    Page(
        3,
        2,
        "Names and account names of everyone involved",
        (
            Question(
                "others",
                Kind.NAMES,
                "Names and account names of everyone involved",
                "Names",
                hint="Include people who saw it, and anyone who helps them. A nickname is fine.",
                options=NAME_KINDS,
                needed=("Write at least one name or account name, or choose “I do not know any”"),
                longest=NAMES_AT_MOST,
            ),
            Question("others_unknown", Kind.TICK, "I do not know any", "No names known"),
        ),
        hint="We check these names first, so we know we are free to help you.",
        why=(
            "A law firm may not act for two sides. We look for these names in our own records. "
            "We do not contact anyone."
        ),
    ),
    Page(
        3,
        3,
        "Have you had contact with them about this?",
        (
            Question(
                "contact",
                Kind.ONE,
                "Have you had contact with them about this?",
                "Contact",
                options=(
                    Option("none", "No"),
                    Option("asked_to_stop", "Yes, I asked them to stop"),
                    Option("argue", "Yes, we argue"),
                    Option("they_contact", "They contact me"),
                    NOT_SURE,
                ),
            ),
            Question(
                "order_or_report",
                Kind.ONE,
                "Is there a court order or a police report?",
                "Order or report",
                options=YES_NO,
            ),
            Question(
                "order_details",
                Kind.TEXT,
                "If yes, the number, the date and where",
                "Its number, date, place",
                follows="order_or_report",
            ),
        ),
        hint="You do not need to reply to them.",
        why="It tells us what has been tried, and what could make things worse.",
    ),
    Page(
        3,
        4,
        "Have you been given court papers?",
        (
            Question(
                "court_papers",
                Kind.ONE,
                "Have you been given court papers?",
                "Court papers",
                options=YES_NO,
            ),
            Question(
                "court_date",
                Kind.DATE,
                "If yes, the first date written in them",
                "First date in them",
                follows="court_papers",
            ),
            Question(
                "court_name",
                Kind.TEXT,
                "If yes, the name of the court, and any number",
                "Court",
                follows="court_papers",
            ),
        ),
        hint="For example a letter that says someone is taking you to court.",
        why="Court papers often need an answer within days. If a date is near, please call us.",
    ),
    Page(
        3,
        5,
        "Does either side have a lawyer?",
        (
            Question(
                "my_lawyer",
                Kind.ONE,
                "Do you have a lawyer now?",
                "Your lawyer",
                options=YES_NO,
            ),
            Question(
                "my_lawyer_name",
                Kind.TEXT,
                "If yes, the name or firm of your lawyer",
                "Name of your lawyer",
                follows="my_lawyer",
            ),
            Question(
                "their_lawyer",
                Kind.ONE,
                "Do they have a lawyer?",
                "Their lawyer",
                options=YES_NO,
            ),
            Question(
                "their_lawyer_name",
                Kind.TEXT,
                "If yes, the name or firm of their lawyer",
                "Name of their lawyer",
                follows="their_lawyer",
            ),
        ),
        why="If someone has a lawyer, there are rules about who may write to whom.",
    ),
    Page(
        3,
        6,
        "Who are you helping?",
        (
            Question(
                "helped_name",
                Kind.TEXT,
                "The full name of the person you help (read only for the conflict check)",
                "Person you help",
                hint="You can also leave this empty and tell us later.",
            ),
            Question(
                "helped_age",
                Kind.TEXT,
                "How old they are, if you know",
                "Their age",
                longest=40,
            ),
        ),
        hint="We act for them, not for you. We ask them ourselves before we do anything.",
        why="So that we know whose yes we need.",
        when=chosen("about", "other"),
    ),
    Page(
        4,
        1,
        "In two sentences",
        (
            Question(
                "summary",
                Kind.LONG,
                "What would you like us to know first?",
                "In two sentences",
                hint="Up to 500 characters. Please no secrets yet.",
                longest=SUMMARY_LENGTH,
            ),
        ),
        hint=(
            "You can tell us the whole story later, once we have checked that we are free to help "
            "you. You can skip this."
        ),
        signpost="That was the hardest part. What is left is short.",
        why="A short start helps the right person read it first.",
    ),
    Page(
        4,
        2,
        "Do you have anything saved?",
        (
            Question(
                "saved",
                Kind.MANY,
                "Do you have anything saved?",
                "Saved so far",
                options=(
                    Option("screenshots", "Screenshots or photos"),
                    Option("messages", "Messages, emails or voicemails"),
                    Option("recordings", "Videos or recordings"),
                    Option("papers", "Letters or papers"),
                    Option("deleted", "I deleted some of it"),
                    Option("none", "Not yet", alone=True),
                    NOT_SURE,
                ),
            ),
        ),
        note="keeping",
        hint="You do not send anything now. We ask for it later, when it is safe to.",
        why="So that we know what may still need saving.",
    ),
    Page(
        5,
        1,
        "What would help most?",
        (
            Question(
                "goals",
                Kind.RANKED,
                "What would help most?",
                "What would help",
                hint="Choose up to three, the most important first.",
                options=(
                    Option("removal", "Have it taken down"),
                    Option("stop", "Make them stop"),
                    Option("identity", "Know who it is"),
                    Option("correction", "A correction or an apology"),
                    Option("money", "Money for the harm"),
                    Option("protection", "A protection order"),
                    Option("advice", "Just advice"),
                    NOT_SURE,
                ),
                most=3,
            ),
        ),
        why="You choose how far this goes. You can change your mind.",
    ),
    Page(
        5,
        2,
        "What have you tried?",
        (
            Question(
                "tried",
                Kind.MANY,
                "What have you tried?",
                "Tried so far",
                options=(
                    Option("reported_site", "Reported it to the site"),
                    Option("police", "Told the police"),
                    Option("lawyer", "Asked another lawyer"),
                    Option("replied", "Replied to them"),
                    Option("blocked", "Blocked them"),
                    Option("nothing", "Nothing yet", alone=True),
                    NOT_SURE,
                ),
            ),
            Question(
                "tried_details",
                Kind.TEXT,
                "Which, when, and what they answered",
                "What they answered",
                hint="For example: reported to the site in May, no answer.",
                longest=300,
            ),
        ),
        hint="Choose everything that fits.",
        why="So that we do not ask you to do it twice.",
    ),
    Page(
        6,
        1,
        "Your name",
        (
            Question(
                "called",
                Kind.TEXT,
                "What should we call you?",
                "We call you",
                hint="A first name or initials are fine.",
                needed="Write what we should call you. Initials are fine",
                longest=80,
                autocomplete="nickname",
            ),
            Question(
                "full_names",
                Kind.LONG,
                "Your full name and names you have used (read only for the conflict check)",
                "Full name and names used",
                hint="One on each line. You can also leave this empty and tell us later.",
                longest=400,
                autocomplete="name",
            ),
            Question(
                "business_name",
                Kind.TEXT,
                "The name of your business or employer, if it is affected",
                "Business or employer",
                autocomplete="organization",
            ),
            Question(
                "pronouns",
                Kind.TEXT,
                "Your pronouns, if you want to tell us",
                "Pronouns",
                longest=40,
            ),
        ),
        why=(
            "We cannot finish the check without your full name. Until then only the people who do "
            "the check read it."
        ),
    ),
    Page(
        6,
        2,
        "Where do you live?",
        (
            Question(
                "lives_in",
                Kind.ONE,
                "State or country",
                "Lives in",
                options=PLACES,
                needed="Choose the state or country you live in",
                autocomplete="off",
            ),
            Question(
                "happened_in",
                Kind.ONE,
                "Where it happened, if somewhere else",
                "Happened in",
                options=(*PLACES, NOT_SURE),
            ),
        ),
        why="The law differs from place to place. It tells us whether we can act.",
    ),
    Page(
        6,
        3,
        "What is the safest way to reach you?",
        (
            Question(
                "reach",
                Kind.ONE,
                "The safest way",
                "Safest way",
                options=(
                    Option("email", "Email"),
                    Option("phone", "A phone call"),
                    Option("text", "A text message"),
                    Option(
                        "site",
                        "Only here",
                        "We send nothing. You come back with your private phrase.",
                    ),
                ),
                needed="Choose the safest way to reach you",
            ),
            Question(
                "reach_email",
                Kind.EMAIL,
                "For email: an address that only you can open",
                "Email",
                hint="For example name@example.com",
                autocomplete="email",
                follows="reach",
                on=("email",),
            ),
            Question(
                "reach_phone",
                Kind.PHONE,
                "For calls or texts: a number that only you answer",
                "Number",
                autocomplete="tel",
                longest=30,
                follows="reach",
                on=("phone", "text"),
            ),
            Question(
                "reach_sure",
                Kind.TICK,
                "I have checked that only I can see it",
                "Only you can see it",
                follows="reach",
                on=("email", "phone", "text"),
            ),
            Question(
                "reach_times",
                Kind.TEXT,
                "Good times, and times to avoid",
                "Times",
                hint="For example: weekdays after 6 pm, never on Sunday.",
                longest=120,
                follows="reach",
                on=("email", "phone", "text"),
            ),
            Question(
                "leave_message",
                Kind.ONE,
                "May we leave a message?",
                "May we leave a message",
                options=(YES, NO),
                follows="reach",
                on=("phone",),
            ),
        ),
        note="outside",
        hint="We use only this. The subject line never says what it is about.",
        why="So that nothing reaches a phone, an inbox or a letter box that someone else can see.",
    ),
    Page(
        6,
        4,
        "Anything that makes this easier for you?",
        (
            Question(
                "language",
                Kind.TEXT,
                "The language you like to use",
                "Language",
                longest=40,
            ),
            Question(
                "needs",
                Kind.MANY,
                "What would make it easier?",
                "Makes it easier",
                options=(
                    Option("interpreter", "An interpreter"),
                    Option("large_print", "Large print"),
                    Option("call", "A call instead of writing"),
                    Option("visit", "A visit: I have only this one phone"),
                    Option("company", "Someone with me"),
                ),
            ),
            Question(
                "needs_words",
                Kind.TEXT,
                "Anything else",
                "Anything else",
            ),
        ),
        why="You should not have to fight the form as well.",
    ),
)

QUESTIONS: Mapping[str, Question] = {
    question.name: question for page in PAGES for question in page.questions
}


def page_at(part: int, n: int) -> Page | None:
    """The page of an address, or None where there is none."""
    return next((page for page in PAGES if (page.part, page.n) == (part, n)), None)


def open_pages(answers: Answers) -> Sequence[Page]:
    """The pages this person is asked, in order."""
    return [page for page in PAGES if page.when(answers)]


def page_after(page: Page, answers: Answers) -> Page | None:
    """The next page to ask; None after the last."""
    place = PAGES.index(page)
    return next((later for later in PAGES[place + 1 :] if later.when(answers)), None)


def page_before(page: Page, answers: Answers) -> Page | None:
    """The page that Back leads to; None from the first."""
    place = PAGES.index(page)
    return next((earlier for earlier in PAGES[:place][::-1] if earlier.when(answers)), None)


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether the question has a place in these answers: what follows a yes only after yes."""
    return not question.follows or answers.get(question.follows) in question.on


def in_doubt(answers: Answers, way: str) -> bool:
    """Whether somebody else may see this way to the person, as far as they know."""
    return way != "site" and chosen("exposed", way, "unsure")(answers)


def safe_way(answers: Answers) -> str:
    """The way we reach the person: the one they chose, unless somebody else may see it."""
    way = str(answers.get("reach", "site"))
    return "site" if in_doubt(answers, way) and not answers.get("reach_sure") else way


def without_closed_branches(answers: Answers) -> dict[str, object]:
    """The answers of the pages and questions that are still asked.

    Someone who changes "no" to "yes" on a branch keeps nothing of the branch they left: an
    answer that no page shows must not travel with the rest.
    """
    kept = dict(answers)
    for page in PAGES:
        for question in page.questions:
            if not (page.when(kept) and is_asked(question, kept)):
                kept.pop(question.name, None)
    return kept


def first_missing(answers: Answers) -> Page | None:
    """The first page with an answer we cannot do without; None when it can be sent."""
    for page in open_pages(answers):
        for question in page.questions:
            if question.needed and not answers.get(question.name):
                if question.name == "others" and answers.get("others_unknown"):
                    continue
                return page
    return None
