"""A pasted link says which site, which account and which post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import links
from evidence.links import NotALink


@pytest.mark.parametrize(
    ("pasted", "platform", "handle", "post"),
    [
        (
            "https://x.com/truth_about/status/1712345678901234567?s=20",
            "X",
            "truth_about",
            "1712345678901234567",
        ),
        ("https://mobile.twitter.com/truth_about", "X", "truth_about", ""),
        ("https://www.instagram.com/p/Cx9aB_-Qk/", "Instagram", "", "Cx9aB_-Qk"),
        ("https://www.instagram.com/some.one/reel/C1/", "Instagram", "some.one", "C1"),
        ("https://www.instagram.com/some.one/", "Instagram", "some.one", ""),
        (
            "https://www.tiktok.com/@some.one/video/7301234567890",
            "TikTok",
            "some.one",
            "7301234567890",
        ),
        ("https://old.reddit.com/r/dentists/comments/17abcd/title/k5xyz/", "Reddit", "", "k5xyz"),
        ("https://www.reddit.com/user/throwaway_9931", "Reddit", "throwaway_9931", ""),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube", "", "dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "YouTube", "", "dQw4w9WgXcQ"),
        ("https://m.facebook.com/brody.c/posts/10212345", "Facebook", "brody.c", "10212345"),
        (
            "https://bsky.app/profile/me.example.org/post/3kabc",
            "Bluesky",
            "me.example.org",
            "3kabc",
        ),
        (
            "https://chirrup.example.net/@molar_truth/90210",
            "chirrup.example.net",
            "molar_truth",
            "90210",
        ),
        ("chirrup.example.net/@molar_truth", "chirrup.example.net", "molar_truth", ""),
        (
            "https://ratebarn.example.com/lantern-row/reviews/48213",
            "ratebarn.example.com",
            "",
            "48213",
        ),
        ("https://de-de.facebook.com/brody.c", "Facebook", "brody.c", ""),
        ("https://notx.com/someone/status/1", "notx.com", "someone", "1"),
        ("https://example.org/", "example.org", "", ""),
    ],
)
def test_a_link_is_read(pasted: str, platform: str, handle: str, post: str) -> None:
    link = links.read(pasted)

    assert (link.platform, link.handle, link.post) == (platform, handle, post)
    assert link.address.endswith(pasted)


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "she said it on Chirrup",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://user:secret@example.org/",
        "https://localhost/x",
        "https://[::1/",
        "https://example.org/a b",
        "https://example.org/\nX: y",
        'https://example.org/"><script>',
        "https://example.org/" + "x" * 2000,
    ],
)
def test_what_is_not_a_plain_web_address_is_refused(pasted: str) -> None:
    with pytest.raises(NotALink):
        links.read(pasted)


@given(st.text() | st.text("htps:/.@?=&%#[]x1- \n", max_size=60).map("https://".__add__))
def test_whatever_is_pasted_is_read_or_refused(pasted: str) -> None:
    try:
        link = links.read(pasted)
    except NotALink:
        return
    assert link.address.lower().startswith(("http://", "https://"))
    assert len(link.handle) <= 120
