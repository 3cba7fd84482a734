"""Questionnaires that wait in the demo inbox. Every person, place and word is invented."""

from collections.abc import Mapping
from datetime import date, timedelta

from intake import drafts, sending
from intake.models import Enquiry
from intake.notices import ASKED


def load(today: date) -> list[Enquiry]:
    """Send the demo questionnaires, the oldest first."""
    enquiries = []
    for answers in _told(today):
        draft = drafts.begin(drafts.new_token())
        drafts.keep(draft, answers, of=answers)
        enquiries.append(sending.send(draft, ticked=ASKED))
    return enquiries


def _day(day: date, precision: str = "day") -> dict[str, str]:
    return {"precision": precision, "from": day.isoformat(), "words": ""}


def _told(today: date) -> list[Mapping[str, object]]:
    return [
        {
            "about": "me",
            "safe_now": "yes",
            "exposed": ["none"],
            "adult": "yes",
            "what": ["false_posts"],
            "began": _day(today - timedelta(days=320), "about"),
            "ongoing": "yes",
            "places": ["social"],
            "sites": "PorchTalk",
            "links": ["https://porchtalk.example.com/g/eastgate/4471"],
            "known": "yes",
            "others": [
                {"name": "Orrin Pellbrook", "kind": "person", "relation": "neighbour"},
            ],
            "contact": "argue",
            "summary": "A neighbour posts about us in the town group every week.",
            "goals": ["stop", "correction"],
            "called": "S. Lindgren",
            "full_names": "Saskia Lindgren",
            "lives_in": "US-CA",
            "reach": "phone",
            "reach_phone": "202 555 0162",
            "leave_message": "no",
        },
        {
            "about": "business",
            "safe_now": "yes",
            "what": ["false_reviews"],
            "began": _day(today - timedelta(days=9)),
            "ongoing": "yes",
            "places": ["reviews"],
            "sites": "RateBarn",
            "links": ["https://ratebarn.example.com/kestrel-coffee"],
            "known": "no",
            "others": [{"name": "@bean_counter_77", "kind": "account", "relation": ""}],
            "summary": "Fourteen one-star reviews in one night, and none of them are customers.",
            "goals": ["removal", "identity"],
            "called": "Kestrel Coffee",
            "full_names": "Wilhelmina Stroud",
            "business_name": "Kestrel Coffee LLC",
            "lives_in": "US-OR",
            "reach": "email",
            "reach_email": "willa@kestrelcoffee.example.com",
        },
        {
            "about": "me",
            "safe_now": "unsure",
            "exposed": ["device"],
            "adult": "yes",
            "what": ["images", "threats"],
            "began": _day(today - timedelta(days=5)),
            "date_named": "yes",
            "date_named_when": _day(today + timedelta(days=4)),
            "date_named_what": "send private pictures to my employer",
            "places": ["direct"],
            "sites": "Pixly",
            "known": "think_so",
            "others": [
                {"name": "Corin Ashvale", "kind": "person", "relation": "former partner"},
                {"name": "@cor_in_a", "kind": "account", "relation": ""},
            ],
            "contact": "they_contact",
            "summary": "He says he will send private pictures to my work.",
            "goals": ["stop", "protection", "removal"],
            "called": "M. A.",
            "full_names": "Mirabel Adeyola",
            "lives_in": "US-CA",
            "reach": "text",
            "reach_phone": "202 555 0137",
            "reach_times": "weekdays before 4 pm, never in the evening",
        },
        {
            "about": "me",
            "safe_now": "no",
            "exposed": ["device", "email"],
            "adult": "yes",
            "what": ["impersonation", "private_details"],
            "began": _day(today - timedelta(days=2)),
            "ongoing": "yes",
            "places": ["social", "offline"],
            "sites": "Chirrup",
            "links": ["https://chirrup.example.net/not_a_r/1"],
            "identity_theft": "unsure",
            "known": "no",
            "others": [{"name": "@not_a_r", "kind": "account", "relation": ""}],
            "summary": "Someone made a profile with my photos and is writing to my students.",
            "goals": ["removal", "identity", "protection"],
            "called": "A. R.",
            "lives_in": "US-WA",
            "reach": "site",
            "needs": ["call", "visit"],
        },
        {
            "about": "me",
            "safe_now": "yes",
            "exposed": ["none"],
            "adult": "yes",
            "what": ["false_posts", "messages"],
            "began": _day(today - timedelta(days=260), "month"),
            "first_seen": _day(today - timedelta(days=250)),
            "ongoing": "comes_and_goes",
            "in_news": "no",
            "places": ["social", "forum"],
            "sites": "Murmur",
            "links": ["https://murmur.example.org/t/99120"],
            "known": "think_so",
            "others": [
                {
                    "name": "Brodie Castellane-Wirth",
                    "kind": "person",
                    "relation": "former business partner",
                },
                {"name": "@dw_eastport", "kind": "account", "relation": ""},
            ],
            "their_lawyer": "unsure",
            "summary": "My former partner writes that I stole from our clients.",
            "goals": ["removal", "money", "correction"],
            "called": "Dana W.",
            "full_names": "Dana Whitlock",
            "lives_in": "US-CA",
            "reach": "email",
            "reach_email": "dana@whitlock.example.net",
            "reach_times": "evenings",
        },
    ]
