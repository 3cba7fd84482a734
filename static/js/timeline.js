/** The evidence timeline: marks the card whose panel is open, and on a small screen goes to it. */

const timeline = document.querySelector("[data-timeline]");

function mark(ref) {
  for (const card of timeline.querySelectorAll("[data-item]")) {
    if (card.dataset.item === ref) card.setAttribute("aria-current", "true");
    else card.removeAttribute("aria-current");
  }
}

timeline?.addEventListener("htmx:afterSwap", () => {
  const panel = document.getElementById("panel");
  timeline.classList.toggle("tl-alone", !panel.matches(".pane"));
  mark(new URLSearchParams(location.search).get("item"));
  if (matchMedia("(max-width: 62rem)").matches) panel.scrollIntoView();
  panel.focus({ preventScroll: true });
});
document.body.addEventListener("htmx:pushedIntoHistory", () => {
  mark(new URLSearchParams(location.search).get("item"));
});
