"""The three demo matters. Every person, site, number and word is invented.

Domains are ``*.example.com/.net/.org``, phones 555-01xx, addresses from the ranges kept for
documentation.
"""

from accounts.models import Channel
from cases.models import (
    AttributionLevel,
    Category,
    Direction,
    Online,
    PaperKind,
    PartyKind,
    RoleOnCase,
    SafetyKind,
    SkipReason,
    StatementKind,
    Step,
    Way,
)
from cases.moments import Precision, Source
from cases.steps import claims
from cases.steps.conditions import Move
from evidence.models import Obtained
from intake.demo.told import Act, Danger, Handle, Held, Limit, Matter, Moved, Shown, Somebody, When

PLATFORMS = {
    "Chirrup": "chirrup.example.net",
    "RateBarn": "ratebarn.example.com",
    "PorchTalk": "porchtalk.example.com",
    "Pixly": "pixly.example.net",
    "VidHive": "vidhive.example.org",
    "Murmur": "murmur.example.org",
    "ClipNote": "clipnote.example.com",
    "Blog": "brightteethlies.example.org",
    "Email": "",
    "Text message": "",
    "Phone": "",
    "In person": "",
}

_ENGAGEMENT = """You ask us to be your lawyers in this matter, and we agree.

We do what the plan says. We ask you before we write to anyone.

You pay by the hour, as the list beside this letter says, and at most what we told you."""


def _agreed(way: Way, plan: str) -> tuple[Shown, ...]:
    """What every client of the demo has agreed to; the sheet is read out where nothing is typed."""
    sheet = Way.PAGE if way is Way.PAGE else Way.READ_OUT
    return (
        Shown(kind=PaperKind.DO_NOT_ENGAGE, way=sheet),
        Shown(kind=PaperKind.ENGAGEMENT, way=way, text=_ENGAGEMENT),
        Shown(kind=PaperKind.PLAN, way=way, text=plan),
    )


VANTREIGHT = Matter(
    key="A",
    client=Somebody(
        label="Dr. Marisol Vantreight",
        role=RoleOnCase.CLIENT,
        names=("Marisol Vantreight",),
        relation="Client",
        city="Alder Bay",
        email="marisol.vantreight@example.com",
        phone="+1 202 555 0111",
        address="18 Quince Terrace, Alder Bay, CA",
    ),
    zone="America/Los_Angeles",
    jurisdiction="US-CA",
    headline="v. Doe 1, false statements about a dental practice",
    categories=(Category.DEFAMATION, Category.FALSE_REVIEWS, Category.DOXXING),
    goals=("Have the posts taken down", "Know who it is", "Money for the harm"),
    safe_channel=Channel.EMAIL,
    parties=(
        Somebody(
            label="Doe 1",
            role=RoleOnCase.ADVERSE,
            kind=PartyKind.DOE,
            relation="Unknown author of the posts",
        ),
        Somebody(
            label="Kester Dunmoor",
            role=RoleOnCase.SUSPECTED,
            names=("Kester Dunmoor", "Kes Dunmoor"),
            relation="Former receptionist, left about a year ago",
            email="kes.dunmoor@example.com",
        ),
        Somebody(
            label="Lantern Row Dental",
            role=RoleOnCase.EMPLOYER,
            kind=PartyKind.ORGANISATION,
            names=("Lantern Row Dental",),
            relation="The client's practice",
        ),
        Somebody(
            label="Nimbus Racks",
            role=RoleOnCase.PLATFORM,
            kind=PartyKind.ORGANISATION,
            names=("Nimbus Racks",),
            relation="Host of the blog",
            email="legal@nimbus.example.net",
            address="Legal Department, 400 Example Way, Fairmile",
        ),
        Somebody(
            label="Bao Winterle",
            role=RoleOnCase.WITNESS,
            names=("Bao Winterle",),
            relation="Hygienist at the practice",
        ),
        Somebody(
            label="Ottoline Sprake",
            role=RoleOnCase.WITNESS,
            names=("Ottoline Sprake",),
            relation="Patient",
        ),
    ),
    handles=(
        Handle(
            platform="RateBarn",
            handle="HonestPatient88",
            behind="Kester Dunmoor",
            basis="Mentions the supply cupboard, which patients never see.",
        ),
        Handle(platform="Chirrup", handle="@molar_truth", behind="Doe 1", basis="Same phrases."),
        Handle(platform="Murmur", handle="gumshoe_jane"),
        Handle(platform="Blog", handle="Page 1"),
        Handle(platform="PorchTalk", handle="Neighbor_0419"),
        Handle(platform="VidHive", handle="clinic_watch"),
        Handle(platform="Email", handle="concerned@example.org"),
        Handle(platform="ClipNote", handle="(no name)"),
    ),
    acts=(
        Act(
            when=When(days_ago=318, at="21:14", precision=Precision.MINUTE),
            where="RateBarn",
            handle="HonestPatient88",
            link="https://ratebarn.example.com/lantern-row/reviews/88121",
            summary="Review says the practice reuses needles",
            words="She reuses needles. I saw the assistant rinse one.",
            category=Category.FALSE_REVIEWS,
            why_false="The practice uses sealed single-use needles and no others.",
            proof="Supply invoices of the last two years; county inspection report.",
            effect="Two families cancelled within the week and named the review.",
        ),
        Act(
            when=When(days_ago=317),
            where="Chirrup",
            handle="@molar_truth",
            link="https://chirrup.example.net/molar_truth/status/4410097",
            summary="Post says the practice fakes X-rays",
            words="Lantern Row fakes X-rays to sell crowns.",
            why_false="An outside audit of forty charts found every crown indicated.",
            proof="Audit letter, forty charts.",
        ),
        Act(
            when=When(days_ago=285, precision=Precision.MONTH),
            where="Murmur",
            handle="gumshoe_jane",
            link="https://murmur.example.org/t/alder-bay/20931",
            summary="Forum post says patients were infected and paid off",
            words="Two patients got hepatitis there, they paid them to keep quiet.",
            why_false="There was no such case and no such payment.",
            proof="Letter of the insurer; county health office has no report.",
        ),
        Act(
            when=When(days_ago=290),
            where="Blog",
            handle="Page 1",
            link="https://brightteethlies.example.org/page-1",
            summary="Blog says the client lost a licence in Oregon",
            words="Vantreight lost her licence in Oregon.",
            why_false="She has never held or applied for a licence in Oregon.",
            proof="Licence certificate without a mark.",
        ),
        Act(
            when=When(days_ago=210),
            where="RateBarn",
            handle="HonestPatient88",
            link="https://ratebarn.example.com/lantern-row/reviews/90455",
            summary="Review calls the practice rude and overpriced",
            words="Rude staff, overpriced, worst dentist I have met.",
            category=Category.FALSE_REVIEWS,
            kind=StatementKind.OPINION,
            not_actionable="opinion",
        ),
        Act(
            when=When(days_ago=180, precision=Precision.ABOUT, source=Source.CLIENT),
            where="PorchTalk",
            handle="Neighbor_0419",
            link="https://porchtalk.example.com/alder-bay/n/77120",
            summary="Neighbourhood post hints at an insurance fraud case",
            words="Ask her about the insurance fraud case.",
            why_false="There is no such case.",
            proof="Court index search, three counties.",
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=95, words="3 months ago"),
            where="VidHive",
            handle="clinic_watch",
            link="https://vidhive.example.org/v/9tq2",
            summary="Video, at 02:41, says the practice billed a dead man",
            words="this clinic billed my dead uncle",
            why_false="No patient of that description was ever billed.",
            proof="Billing records; no such patient.",
        ),
        Act(
            when=When(days_ago=60, at="08:02", precision=Precision.MINUTE, source=Source.METADATA),
            where="Email",
            handle="concerned@example.org",
            summary="Email to three clinics warns against referring patients",
            words="Do not refer, she is under federal investigation.",
            why_false="There is no investigation.",
            proof="Letter of counsel after inquiry.",
            online=Online.NEVER,
            effect="Referrals from one clinic stopped.",
        ),
        Act(
            when=When(days_ago=40),
            where="Blog",
            handle="Page 1",
            link="https://brightteethlies.example.org/the-truth",
            summary="Blog page moved to a new address with an added line",
            words="Vantreight lost her licence in Oregon and California is next.",
            why_false="As for the first version; no proceeding is open in California.",
            proof="Licence certificate without a mark.",
        ),
        Act(
            when=None,
            seen_days_ago=12,
            where="ClipNote",
            handle="(no name)",
            link="https://clipnote.example.com/k3v9",
            summary="Paste lists the home streets of the staff",
            words="Staff list, streets and shifts",
            category=Category.DOXXING,
            kind=StatementKind.PRIVATE,
            reviewed=False,
        ),
    ),
    files=(
        Held(title="Review “She reuses needles”, full page", acts=(1,), name="ratebarn-88121.png"),
        Held(
            title="Review, client's phone screenshot, cropped",
            acts=(1,),
            name="IMG_4471.PNG",
            by_client=True,
            captured_days_ago=300,
        ),
        Held(title="Post “fakes X-rays” with profile", acts=(2,), name="chirrup-4410097.png"),
        Held(title="Forum thread", acts=(3,), name="murmur-20931.png"),
        Held(title="Blog, first version", acts=(4,), name="blog-page-1.png", captured_days_ago=280),
        Held(title="Blog, moved page", acts=(9,), name="blog-the-truth.png"),
        Held(title="Second review", acts=(5,), name="ratebarn-90455.png"),
        Held(
            title="Notification of the neighbourhood post",
            acts=(6,),
            name="porchtalk-notice.eml",
            captured_days_ago=21,
            text=(
                "From: PorchTalk <notice@porchtalk.example.com>\n"
                "To: Marisol Vantreight <marisol.vantreight@example.com>\n"
                "Subject: New in Alder Bay\n"
                "Message-ID: <77120@porchtalk.example.com>\n"
                "Content-Type: text/plain; charset=utf-8\n\n"
                "Neighbor_0419 wrote: Ask her about the insurance fraud case.\n"
                "FICTIONAL DEMO\n"
            ),
            by_client=True,
            obtained=Obtained.CLIENT_DEVICE,
        ),
        Held(
            title="Email to three clinics, with headers",
            acts=(8,),
            name="do-not-refer.eml",
            captured_days_ago=58,
            text=(
                "Received: from mail.example.org (203.0.113.9) by mx.example.net\n"
                "From: concerned@example.org\n"
                "To: frontdesk@northclinic.example.net\n"
                "Subject: Lantern Row\n"
                "Message-ID: <a81f@example.org>\n"
                "Content-Type: text/plain; charset=utf-8\n\n"
                "Do not refer, she is under federal investigation.\n"
                "FICTIONAL DEMO\n"
            ),
            obtained=Obtained.CLIENT_DEVICE,
        ),
        Held(
            title="Supply invoices, list",
            acts=(1,),
            name="supply-invoices.txt",
            text="FICTIONAL DEMO\nSterile single-use needles, 24 deliveries, 4,800 pieces.\n",
            by_client=True,
            obtained=Obtained.CLIENT_DEVICE,
        ),
        Held(
            title="Loss of referrals",
            acts=(8,),
            name="referrals.csv",
            text="month,referrals\nFICTIONAL DEMO,\nbefore,31\nafter,19\n",
            by_client=True,
            obtained=Obtained.CLIENT_DEVICE,
        ),
    ),
    limits=(
        Limit(
            claim=claims.DEFAMATION,
            counted_days_ago=318,
            days_left=47,
            basis="US-CA, libel: one year from the earliest posting, the review of the needles",
            confirmed=True,
            undated=(10,),
            reason="The paste without a date lists streets and says nothing false.",
        ),
        Limit(
            claim=claims.DEFAMATION,
            counted_days_ago=40,
            days_left=325,
            basis="US-CA, libel: one year from the blog's new address, if it is published anew",
            confirmed=False,
            act=9,
        ),
    ),
    given_up=(("Private facts made public", "Her home address stood in the phone book already."),),
    moves=(
        Moved(step=Step.EVIDENCE, move=Move.START),
        Moved(step=Step.PLAN, move=Move.COMPLETE),
        Moved(
            step=Step.EVIDENCE,
            move=Move.COMPLETE,
            override="One address was seen late and its date is not known; it is being watched.",
        ),
        Moved(step=Step.IDENTIFY, move=Move.START),
        Moved(
            step=Step.AMICABLE,
            move=Move.SKIP,
            reason_code=SkipReason.UNKNOWN,
            reason="The author is not known well enough to write to.",
        ),
        Moved(step=Step.REPORT, move=Move.START),
    ),
    notes=(
        "Dunmoor left on bad terms; the cupboard detail in the first review is the best lead.",
        "RateBarn refused the first report. Ask for the reason in writing.",
    ),
    messages=("We have saved all the posts you sent. You do not need to look at them again.",),
    tasks=(
        ("Ask Nimbus Racks to keep its logs", 3),
        ("Read the licence certificate again", 6),
        ("Call Ms. Winterle about the audit", 9),
    ),
    sentences=(
        (Step.PLAN, "We agreed a plan together."),
        (Step.EVIDENCE, "What you sent is saved."),
        (Step.IDENTIFY, "We are finding out who wrote the posts."),
    ),
    papers=(
        *_agreed(
            Way.PAGE,
            "First we keep everything that is online, and ask the host to keep its logs.\n\n"
            "Then we find out who wrote it. We ask the sites to take it down as well.\n\n"
            "Court comes last, and only if you say yes again.",
        ),
        Shown(
            kind=PaperKind.COSTS,
            text="We think it costs 12,000 to 20,000 dollars to find the author in court.\n\n"
            "If the court says no, you may have to pay their lawyer. Court papers can be read by "
            "anyone.\n\nBy agreeing you say that you want us to go on.",
        ),
    ),
)

THORSBY_VALE = Matter(
    key="B",
    client=Somebody(
        label="Imani Thorsby-Vale",
        role=RoleOnCase.CLIENT,
        names=("Imani Thorsby-Vale",),
        relation="Client",
        phone="+1 202 555 0133",
        address="Marlow Hall 4, Larkfield, IL",
    ),
    pseudonym="J.D.",
    zone="America/Chicago",
    jurisdiction="US-IL",
    headline="v. Haldstrom, threats and following",
    categories=(
        Category.CYBERSTALKING,
        Category.THREATS,
        Category.DOXXING,
        Category.IMPERSONATION,
        Category.NCII,
        Category.EXTORTION,
    ),
    goals=("Be safe on campus", "Make him stop", "Have it all taken down"),
    safe_channel=Channel.PORTAL,
    safe_times="Monday to Thursday, 10 to 3, from the campus library",
    code_word="marzipan",
    parties=(
        Somebody(
            label="Corwin Haldstrom",
            role=RoleOnCase.ADVERSE,
            names=("Corwin Haldstrom",),
            relation="Former partner",
            city="Larkfield",
            phone="+1 202 555 0134",
        ),
        Somebody(
            label="Solveig Marrow",
            role=RoleOnCase.OTHER,
            names=("Solveig Marrow",),
            relation="Advocate who supports the client",
        ),
    ),
    handles=(
        Handle(
            platform="Text message",
            handle="555-0134",
            behind="Corwin Haldstrom",
            level=AttributionLevel.ADMITTED,
            basis="He signed two messages with his name.",
        ),
        Handle(
            platform="Pixly",
            handle="cor_win7",
            behind="Corwin Haldstrom",
            level=AttributionLevel.ESTABLISHED,
            basis="The account shows his face and predates the events.",
        ),
        Handle(platform="Pixly", handle="imani_real_official", behind="Corwin Haldstrom"),
        Handle(platform="Chirrup", handle="nightferry_x", behind="Corwin Haldstrom"),
        Handle(platform="VidHive", handle="ferry_nights", behind="Corwin Haldstrom"),
        Handle(platform="Murmur", handle="payback_13"),
        Handle(platform="PorchTalk", handle="larkfield_eyes"),
    ),
    acts=(
        Act(
            when=When(days_ago=74, at="23:10", precision=Precision.MINUTE),
            where="Text message",
            handle="555-0134",
            summary="Forty-one text messages in one night",
            words="Answer me or I come to the lab.",
            category=Category.REPEATED_ABUSE,
            kind=StatementKind.THREAT,
            online=Online.NEVER,
        ),
        Act(
            when=When(days_ago=71),
            where="Pixly",
            handle="cor_win7",
            summary="Direct message after being blocked",
            words="You think blocking works.",
            category=Category.CYBERSTALKING,
            kind=StatementKind.THREAT,
            online=Online.NEVER,
        ),
        Act(
            when=When(days_ago=66),
            where="Pixly",
            handle="imani_real_official",
            link="https://pixly.example.net/imani_real_official",
            summary="Fake profile with her pictures invites strangers",
            category=Category.IMPERSONATION,
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=65, until_days_ago=51, precision=Precision.BETWEEN),
            where="Pixly",
            handle="imani_real_official",
            summary="Twenty-three strangers wrote and asked to meet",
            category=Category.IMPERSONATION,
            direction=Direction.THIRD_PARTY,
            online=Online.NEVER,
        ),
        Act(
            when=When(days_ago=58),
            where="Chirrup",
            handle="nightferry_x",
            link="https://chirrup.example.net/nightferry_x/status/5120034",
            summary="Post about her place at the university",
            words="Ask her adviser how she got her place.",
            why_false="She was admitted by a committee before she met the adviser.",
        ),
        Act(
            when=When(days_ago=49),
            where="PorchTalk",
            handle="larkfield_eyes",
            summary="Her building and window were posted",
            category=Category.DOXXING,
            kind=StatementKind.PRIVATE,
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=45, source=Source.METADATA),
            where="Email",
            summary="Email to the department with an edited document",
            words="Her thesis is copied, see attached.",
            why_false="The attached document was altered; the original has no such passage.",
            online=Online.NEVER,
        ),
        Act(
            when=When(days_ago=40, at="02:00", precision=Precision.MINUTE),
            where="Phone",
            summary="Seventeen silent calls between two and four at night",
            category=Category.CYBERSTALKING,
            online=Online.NEVER,
        ),
        Act(
            when=When(days_ago=33),
            where="In person",
            handle="cor_win7",
            summary="A note was left in her bicycle basket and shown in a story",
            category=Category.CYBERSTALKING,
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=21, at="09:10", precision=Precision.MINUTE),
            where="Murmur",
            handle="payback_13",
            summary="An intimate picture was posted; it is described, not kept",
            words="Payback",
            category=Category.NCII,
            kind=StatementKind.PRIVATE,
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=20),
            where="Text message",
            handle="555-0134",
            summary="Demand for money against further pictures",
            words="Pay $800 or the rest goes to your parents.",
            category=Category.EXTORTION,
            kind=StatementKind.THREAT,
            online=Online.NEVER,
        ),
        Act(
            when=When(days_ago=17),
            where="Phone",
            summary="Voicemail of 48 seconds",
            words="I know which train you take.",
            category=Category.THREATS,
            kind=StatementKind.THREAT,
            online=Online.NEVER,
            effect="The client no longer travels alone.",
        ),
        Act(
            when=When(days_ago=2),
            where="VidHive",
            handle="ferry_nights",
            link="https://vidhive.example.org/v/my-side",
            summary="Video “my side” names her",
            category=Category.CYBERSTALKING,
            reviewed=False,
        ),
    ),
    files=(
        Held(
            title="Text messages of one night",
            acts=(1,),
            name="messages.txt",
            text="FICTIONAL DEMO\n23:10 Answer me or I come to the lab.\n23:12 Answer me.\n",
            by_client=True,
            obtained=Obtained.CLIENT_DEVICE,
        ),
        Held(
            title="Direct message",
            acts=(2,),
            name="pixly-dm.png",
            by_client=True,
            obtained=Obtained.CLIENT_DEVICE,
        ),
        Held(title="Post about her place", acts=(5,), name="chirrup-5120034.png"),
        Held(
            title="Transcript of the voicemail",
            acts=(12,),
            name="voicemail-transcript.txt",
            text="FICTIONAL DEMO\n0:03 I know which train you take.\n",
            by_client=True,
            obtained=Obtained.CLIENT_DEVICE,
        ),
        Held(
            title="Demand for money",
            acts=(11,),
            name="demand.png",
            by_client=True,
            obtained=Obtained.CLIENT_DEVICE,
        ),
    ),
    dangers=(
        Danger(
            kind=SafetyKind.CREDIBLE_THREAT,
            party="Corwin Haldstrom",
            reason="Voicemail names the train she takes.",
        ),
        Danger(
            kind=SafetyKind.STALKING,
            party="Corwin Haldstrom",
            reason="Calls at night, a note at her bicycle.",
        ),
        Danger(
            kind=SafetyKind.NCII,
            party="Corwin Haldstrom",
            reason="Picture posted, more threatened.",
        ),
    ),
    limits=(
        Limit(
            claim=claims.DEFAMATION,
            counted_days_ago=74,
            days_left=291,
            basis="US-IL, libel: one year from the first message, the earliest act of all",
            confirmed=False,
        ),
    ),
    moves=(
        Moved(step=Step.EVIDENCE, move=Move.START),
        Moved(
            step=Step.AMICABLE,
            move=Move.SKIP,
            reason_code=SkipReason.THREATS,
            reason="Threats and following; contact would raise the risk.",
        ),
        Moved(step=Step.REPORT, move=Move.START),
    ),
    emergency="Hearing on the protective order is nine days away.",
    papers=(
        *_agreed(
            Way.SIGNED,
            "First you are safe: the order comes before everything else.\n\n"
            "Nobody writes to him. We ask the sites to take everything down.\n\n"
            "The police and the campus know what we know.",
        ),
    ),
    notes=("Officer asked us to hold all contact with him until the hearing.",),
    tasks=(("Prepare the hearing on the order", 9), ("Check on the removal again", 1)),
)

OKERLUND = Matter(
    key="C",
    client=Somebody(
        label="Tamsin Okerlund",
        role=RoleOnCase.CLIENT,
        names=("Tamsin Okerlund",),
        relation="Client",
        email="tamsin.okerlund@example.com",
        phone="+1 202 555 0142",
    ),
    zone="America/Chicago",
    jurisdiction="US-TX",
    headline="v. Castellane-Wirth and others, false statements about a reporter",
    categories=(Category.DEFAMATION, Category.REPEATED_ABUSE, Category.FALSE_REVIEWS),
    goals=("A correction", "Make it stop", "No court"),
    safe_channel=Channel.EMAIL,
    parties=(
        Somebody(
            label="Brody Castellane-Wirth",
            role=RoleOnCase.ADVERSE,
            names=("Brody Castellane-Wirth", "Brody C."),
            relation="Owner of a haulage firm she wrote about",
            city="Saltmarsh",
            address="7 Wharf Road, Saltmarsh, TX",
            represented=False,
        ),
        Somebody(
            label="Castellane Haulage LLC",
            role=RoleOnCase.ADVERSE,
            kind=PartyKind.ORGANISATION,
            names=("Castellane Haulage LLC",),
            relation="His firm",
            represented=False,
        ),
        Somebody(
            label="Saltmarsh Ledger",
            role=RoleOnCase.EMPLOYER,
            kind=PartyKind.ORGANISATION,
            names=("Saltmarsh Ledger",),
            relation="The client's newspaper",
        ),
        Somebody(
            label="Doe 1",
            role=RoleOnCase.ADVERSE,
            kind=PartyKind.DOE,
            relation="Authors of the pile-on",
        ),
    ),
    handles=(
        Handle(
            platform="Chirrup",
            handle="@brodyhauls",
            behind="Brody Castellane-Wirth",
            level=AttributionLevel.ADMITTED,
            basis="He answered our letter and corrected the post under his own name.",
        ),
        Handle(
            platform="PorchTalk",
            handle="Brody C.",
            behind="Brody Castellane-Wirth",
            level=AttributionLevel.ESTABLISHED,
            basis="The account shows his street and his lorries.",
        ),
        Handle(platform="Chirrup", handle="@saltmarsh_eyes", behind="Doe 1"),
        Handle(platform="Murmur", handle="Mudflat77", behind="Doe 1"),
        Handle(platform="Chirrup", handle="reed_warden"),
    ),
    acts=(
        Act(
            when=When(days_ago=83, at="08:02", precision=Precision.MINUTE),
            where="Chirrup",
            handle="@brodyhauls",
            link="https://chirrup.example.net/brodyhauls/status/5010001",
            summary="Post says she was paid by a lobby",
            words="Okerlund took $5,000 from the landfill lobby to write that.",
            why_false="She was paid by her newspaper and by nobody else.",
            proof="Bank records; statement of the newspaper.",
            online=Online.REMOVED,
            effect="Readers cancelled; she was asked about it at home.",
        ),
        Act(
            when=When(days_ago=83, at="08:09", precision=Precision.MINUTE),
            where="Chirrup",
            handle="@brodyhauls",
            link="https://chirrup.example.net/brodyhauls/status/5010002",
            summary="Reply repeats it",
            words="Ask her about the envelope.",
            why_false="There was no envelope.",
            proof="As above.",
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=82),
            where="PorchTalk",
            handle="Brody C.",
            link="https://porchtalk.example.com/saltmarsh/n/51077",
            summary="Post says she was fired for faking quotes",
            words="She was fired in Dallas for faking quotes.",
            why_false="She left Dallas with a reference and no complaint.",
            proof="Letter of the former employer.",
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=82, until_days_ago=79, precision=Precision.BETWEEN),
            where="Chirrup",
            handle="@saltmarsh_eyes",
            summary="Sixty-one posts with her picture",
            category=Category.REPEATED_ABUSE,
            kind=StatementKind.OPINION,
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=81),
            where="Murmur",
            handle="Mudflat77",
            summary="Post suggests visiting the car park of the newspaper",
            words="Someone should visit the Ledger car park.",
            category=Category.THREATS,
            kind=StatementKind.THREAT,
            online=Online.REMOVED,
        ),
        Act(
            when=When(days_ago=78),
            where="RateBarn",
            summary="Eighteen one-star reviews of the newspaper",
            category=Category.FALSE_REVIEWS,
        ),
        Act(
            when=When(days_ago=30),
            where="Chirrup",
            handle="reed_warden",
            link="https://chirrup.example.net/reed_warden/status/5099120",
            summary="The first claim again, in other words",
            words="Landfill money pays for her car.",
            why_false="Her car was bought with a bank loan.",
            proof="Loan agreement.",
        ),
    ),
    files=(
        Held(title="Post “took $5,000”", acts=(1,), name="chirrup-5010001.png"),
        Held(title="Reply “the envelope”", acts=(2,), name="chirrup-5010002.png"),
        Held(title="Post “fired in Dallas”", acts=(3,), name="porchtalk-51077.png"),
        Held(title="Post “Landfill money”", acts=(7,), name="chirrup-5099120.png"),
        Held(
            title="Letter of the former employer",
            acts=(3,),
            name="reference.txt",
            text="FICTIONAL DEMO\nMs. Okerlund left on good terms. No complaint was ever made.\n",
            by_client=True,
            obtained=Obtained.CLIENT_DEVICE,
        ),
    ),
    limits=(
        Limit(
            claim=claims.DEFAMATION,
            counted_days_ago=83,
            days_left=282,
            basis="US-TX, libel: one year from the first post",
            confirmed=True,
        ),
    ),
    given_up=((claims.HARASSMENT, "She wants corrections, not a claim for the pile-on itself."),),
    moves=(
        Moved(step=Step.EVIDENCE, move=Move.START),
        Moved(step=Step.PLAN, move=Move.COMPLETE),
        Moved(
            step=Step.EVIDENCE,
            move=Move.COMPLETE,
            override="The rest was gone before we were asked; the Ledger's own log stands for it.",
        ),
        Moved(step=Step.IDENTIFY, move=Move.START),
        Moved(
            step=Step.IDENTIFY,
            move=Move.COMPLETE,
            override="The remaining accounts go to the platforms, not to a person.",
        ),
        Moved(step=Step.AMICABLE, move=Move.START),
    ),
    notes=("He is reachable and has no lawyer, confirmed by telephone.",),
    messages=("The correction is online. We keep watching for a while.",),
    tasks=(("Look again whether the correction stands", 2),),
    sentences=(
        (Step.AMICABLE, "We asked him to correct the posts, and he did."),
        (Step.REPORT, "Two accounts were suspended."),
    ),
    papers=(
        *_agreed(
            Way.SIGNED,
            "We ask him to put it right, in a calm letter. Nobody goes to court.\n\n"
            "The other accounts go to the sites.\n\n"
            "We watch for a while whether the correction stands.",
        ),
        Shown(
            kind=PaperKind.CONTACT,
            way=Way.SIGNED,
            text="We write to Brody Castellane-Wirth and ask him to correct the posts.",
        ),
    ),
)

MATTERS = (VANTREIGHT, THORSBY_VALE, OKERLUND)

OLD_CONTACTS = """name,kind,role,email,phone,city
"Castellane Haulage, L.L.C.",organisation,declined enquiry two years ago,,,Saltmarsh
"Castellane, Bruno",person,witness in a closed matter,,,Fairmile
Raymond Whitlock,person,other side in a closed matter,,,Eastport
Whitfield Partners,organisation,client of an open matter,,,Eastport
"""
