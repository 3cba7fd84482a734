/** Leaving quickly: the button and every link like it, Shift three times, and a page that never returns from the cache. */

const WITHIN_MS = 5000;
const PRESSES = 3;

const button = document.querySelector("a.exit");
const ways = document.querySelectorAll(`a[href="${button?.getAttribute("href")}"]`);
const status = document.querySelector("[data-exit-status]");
let pressed = [];
let dots;

let leaving = false;

/** Blank the page at once, then replace its place in the history. */
function leave() {
  leaving = true;
  const away = button ? button.href : "/leave";
  document.title = "Loading";
  document.body.replaceChildren();
  location.replace(away);
}

function show(count) {
  if (!button) return;
  if (!dots) {
    dots = document.createElement("span");
    dots.className = "dots";
    dots.setAttribute("aria-hidden", "true");
    for (let n = 0; n < PRESSES; n += 1) dots.append(document.createElement("i"));
    button.parentElement.append(dots);
  }
  dots.hidden = count === 0;
  [...dots.children].forEach((dot, n) => dot.classList.toggle("on", n < count));
  if (!status) return;
  const left = PRESSES - count;
  status.textContent =
    count === 0 ? "" : `Press Shift ${left} more ${left === 1 ? "time" : "times"} to leave this site.`;
}

function forget() {
  pressed = [];
  show(0);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    forget();
    return;
  }
  if (event.repeat) return;
  const now = Date.now();
  pressed = pressed.filter((at) => now - at < WITHIN_MS);
  pressed.push(now);
  if (pressed.length >= PRESSES) {
    leave();
    return;
  }
  show(pressed.length);
  setTimeout(() => {
    if (pressed.at(-1) === now) forget();
  }, WITHIN_MS);
});

for (const way of ways) {
  way.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}

// No other script may ask "Leave this page?" while somebody is leaving.
addEventListener("beforeunload", (event) => leaving && event.stopImmediatePropagation(), {
  capture: true,
});

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.body.replaceChildren();
  location.reload();
});
