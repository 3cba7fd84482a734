"""Forms as a browser has them: opened on a page, filled in, sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from intake import notices
from tests import make_accounts
from tests.signing_in import PASSWORD

LINK = "https://chirrup.example.net/p/2"
USUAL = {
    "time": "10:00",
    "email": "some@example.com",
    "number": "3",
    "profile_url": LINK,
    "address": LINK,
    "phone": "213 555 0142",
    "alone": "on",
    "oldpassword": PASSWORD,
    "password": PASSWORD,
    "password1": "harbor willow compass",
    "password2": "harbor willow compass",
}
USUAL |= {notice.code: "on" for notice in notices.ASKED}
FILE = b"name\nAda Fenn\n"
UNSENT = {"csrfmiddlewaretoken"}

Sent = dict[str, list[str]]


def typed_on(browser: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What a browser sends that has opened a page now and changed some answers."""
    form = browser.get(address).context["form"]
    known = {name: value for name, value in form.initial.items() if value is not None}
    return known | {"version": form.mark} | changes


def as_shown(browser: Client, address: str, *names: str) -> dict[str, str]:
    """What the forms of these names in a page's context would send if nobody touched them."""
    page = browser.get(address).context
    values = {field.html_name: field.value() for name in names for field in page[name]}
    return {name: "" if value is None else str(value) for name, value in values.items()}


@dataclass(eq=False)
class OpenedForm:
    """A form that posts, with what stands in it."""

    action: str
    kinds: dict[str, str] = field(default_factory=dict)
    values: Sent = field(default_factory=dict)
    choices: Sent = field(default_factory=dict)

    def filled(self) -> Sent:
        """What a person sends who gives some answer to everything that is empty."""
        sent = {name: list(values) for name, values in self.values.items()}
        today = timezone.localdate(timezone=make_accounts.ZONE)
        known = USUAL | {"date": f"{today}", "until": f"{today + timedelta(days=1)}"}
        for name, kind in self.kinds.items():
            if not any(sent.get(name, [])) and self._asks(name):
                choices = list(filter(None, self.choices.get(name, [])))
                usual = choices[-1] if choices else "Some words"
                sent[name] = [known.get(name, known.get(kind, usual))]
        return sent

    def _asks(self, name: str) -> bool:
        kind, choices = self.kinds[name], self.choices.get(name, [])
        is_asked = kind != "checkbox" or len(choices) > 1 or name in USUAL
        return kind not in ("hidden", "file") and is_asked

    def send(self, browser: Client, answers: Sent) -> Any:
        """Post the form as a browser does, with a file where it asks for one."""
        files = [name for name, kind in self.kinds.items() if kind == "file"]
        if files:
            given = {name: ContentFile(FILE, "some.csv") for name in files}
            return browser.post(self.action, answers | given)
        kind = "application/x-www-form-urlencoded"
        return browser.generic("POST", self.action, as_sent(answers), kind)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[OpenedForm] = []
        self.inside: OpenedForm | None = None
        self.name = ""  # of the text area or list that is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.inside = OpenedForm(urljoin(self.address, given.get("action", "")))
        elif self.inside is None:
            return
        elif tag == "option":
            self._choice(given)
        elif (name := given.get("name", "")) and name not in UNSENT and "disabled" not in given:
            self.name = name if tag in ("textarea", "select") else ""
            kind = given.get("type", "text") if tag == "input" else tag
            self.inside.kinds.setdefault(name, kind)
            if kind in ("radio", "checkbox"):
                self._choice(given, name, is_chosen="checked" in given)
            elif tag in ("input", "button") and name not in self.inside.values:
                self.inside.values[name] = [given.get("value", "")]

    def _choice(self, given: dict[str, str], name: str = "", *, is_chosen: bool = False) -> None:
        assert self.inside is not None
        name, value = name or self.name, given.get("value", "on")
        self.inside.choices.setdefault(name, []).append(value)
        if is_chosen or "selected" in given:
            self.inside.values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.inside is not None and self.inside.kinds.get(self.name) == "textarea":
            kept = self.inside.values.setdefault(self.name, [""])
            kept[0] += data if kept[0] else data.removeprefix("\n")  # as HTML begins a text area

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self.name = ""
        elif tag == "form" and self.inside is not None:
            self.forms.append(self.inside)
            self.inside = None


def forms_on(address: str, page: str) -> Iterator[OpenedForm]:
    """The forms of a page that post."""
    reader = _Reader(address)
    reader.feed(page)
    yield from reader.forms


def as_sent(answers: Sent) -> str:
    """The body a browser makes of answers."""
    return urlencode(answers, doseq=True, errors="surrogatepass")
