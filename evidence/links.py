"""Reading platform, account and post from a pasted link. Pure: nothing is ever fetched."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

LONGEST = 2000


class NotALink(ValueError):
    """The text is not a web address we could write into a record."""


@dataclass(frozen=True, kw_only=True)
class PostLink:
    """What a link says about itself.

    Attributes:
        address: The link as it will be recorded, the query kept as pasted.
        host: Without ``www.`` and the like, lower case.
        platform: The site's usual name, or the host.
        handle: The account's name in the link, or empty.
        post: The site's own number of the post, or empty.
    """

    address: str
    host: str
    platform: str
    handle: str = ""
    post: str = ""


# Sites whose links we know: name, hosts, and patterns over the path in order of trial.
HANDLE = r"@?(?P<handle>[\w.\-]+)"
SITES: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "X",
        ("x.com", "twitter.com"),
        (rf"/{HANDLE}/status(?:es)?/(?P<post>\d+)", rf"/{HANDLE}/?$"),
    ),
    (
        "Instagram",
        ("instagram.com",),
        (
            r"/stories/(?P<handle>[\w.]+)/(?P<post>\d+)",
            r"(?:/(?P<handle>[\w.]+))?/(?:p|reel|tv)/(?P<post>[\w\-]+)",
            r"/(?P<handle>[\w.]+)/?$",
        ),
    ),
    (
        "Facebook",
        ("facebook.com", "fb.com"),
        (
            r"/groups/[\w.\-]+/(?:posts|permalink)/(?P<post>\d+)",
            r"/(?P<handle>[\w.\-]+)/(?:posts|videos|photos)/(?:[\w.\-]+/)?(?P<post>\w+)",
            r"/(?P<handle>[\w.\-]+)/?$",
        ),
    ),
    (
        "TikTok",
        ("tiktok.com",),
        (r"/@(?P<handle>[\w.\-]+)/(?:video|photo)/(?P<post>\d+)", r"/@(?P<handle>[\w.\-]+)/?$"),
    ),
    (
        "Reddit",
        ("reddit.com",),
        (
            r"/user/(?P<handle>[\w\-]+)/comments/(?P<post>\w+)",
            r"/r/\w+/comments/\w+/[^/]*/(?P<post>\w+)",
            r"/r/\w+/comments/(?P<post>\w+)",
            r"/u(?:ser)?/(?P<handle>[\w\-]+)",
        ),
    ),
    (
        "YouTube",
        ("youtube.com", "youtu.be"),
        (r"/shorts/(?P<post>[\w\-]{6,})", r"/@(?P<handle>[\w.\-]+)", r"/(?P<post>[\w\-]{11})$"),
    ),
    (
        "LinkedIn",
        ("linkedin.com",),
        (
            r"/posts/(?P<handle>[\w\-]+?)_.*?(?P<post>\d{12,})",
            r"/feed/update/urn:li:\w+:(?P<post>\d+)",
            r"/(?:in|company)/(?P<handle>[\w\-]+)",
        ),
    ),
    (
        "Threads",
        ("threads.net", "threads.com"),
        (r"/@(?P<handle>[\w.]+)/post/(?P<post>[\w\-]+)", r"/@(?P<handle>[\w.]+)/?$"),
    ),
    (
        "Bluesky",
        ("bsky.app",),
        (r"/profile/(?P<handle>[\w.\-:]+)/post/(?P<post>\w+)", r"/profile/(?P<handle>[\w.\-:]+)"),
    ),
    ("Telegram", ("t.me", "telegram.me"), (r"/(?:s/)?(?P<handle>\w+)(?:/(?P<post>\d+))?$",)),
    ("Google reviews", ("maps.app.goo.gl", "g.page", "maps.google.com"), ()),
    ("Yelp", ("yelp.com",), (r"/user_details",)),
    ("Glassdoor", ("glassdoor.com",), (r"/Reviews/.*-RVW(?P<post>\d+)",)),
]
# Links of sites we do not know still tend to look like one of these.
USUAL = (
    r"/@(?P<handle>[\w.\-]+)/(?:[\w\-]+/)*(?P<post>[\w\-]*\d[\w\-]*)/?$",
    r"/@(?P<handle>[\w.\-]+)/?$",
    r"/(?:users?|u|profile|author)/(?P<handle>[\w.\-]+)/(?:[\w\-]+/)*(?P<post>[\w\-]*\d[\w\-]*)/?$",
    r"/(?:users?|u|profile|author)/(?P<handle>[\w.\-]+)/?$",
    r"/(?P<handle>[\w.\-]+)/(?:status|posts?|p|s)/(?P<post>[\w\-]+)/?$",
    r"/(?:[\w.\-]+/)*(?P<post>[\w\-]*\d{3,}[\w\-]*)/?$",
)
QUERY_POSTS = ("v", "story_fbid", "fbid", "hrid")
PREFIXES = re.compile(r"^(?:www|m|mobile|old|new|web|amp|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^.]+\.[^.]+)")


def read(pasted: str) -> PostLink:
    """Read a pasted link.

    Raises:
        NotALink: No http or https address, one with a password, or one that is too long.
    """
    address = pasted.strip()
    if "://" not in address and re.match(r"[\w\-]+(\.[\w\-]+)+(/|$)", address):
        address = f"https://{address}"
    if len(address) > LONGEST or re.search(r"[\s\x00-\x1f\x7f\\<>\"]", address):
        raise NotALink("Paste one web address, without spaces.")
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError as error:
        raise NotALink("Paste one web address, such as https://example.com/post/1.") from error
    if parts.scheme not in {"http", "https"} or "." not in host:
        raise NotALink("Paste a web address that begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise NotALink("This address carries a name or password. Paste it without.")
    return _read(address, PREFIXES.sub("", host), parts)


def _read(address: str, host: str, parts: SplitResult) -> PostLink:
    platform, patterns = next(
        ((name, own) for name, hosts, own in SITES if _is_of(host, hosts)), (host, USUAL)
    )
    path = unquote(parts.path)
    found: dict[str, str | None] = {}
    for pattern in patterns:
        if match := re.match(pattern, path):
            found = match.groupdict()
            break
    query = parse_qs(parts.query)
    post = found.get("post") or next((query[key][0] for key in QUERY_POSTS if key in query), "")
    return PostLink(
        address=address,
        host=host,
        platform=platform,
        handle=(found.get("handle") or "")[:120],
        post=post[:120],
    )


def _is_of(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in hosts)
