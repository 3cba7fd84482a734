/**
 * Single keys for lists: j and k move, Enter opens, x ticks, / searches, ? explains.
 * Off while a field has the focus, and off altogether unless <body data-shortcuts> is set.
 */

const TYPING = "input, textarea, select, [contenteditable]";
const sheet = document.querySelector("dialog[data-shortcut-sheet]");

function rows() {
  return [...document.querySelectorAll("[data-list] > *")].filter((row) => door(row) && !row.matches("[data-pass-over]"));
}

function door(row) {
  return row.matches("a") ? row : row.querySelector("a");
}

function step(by) {
  const all = rows();
  if (all.length === 0) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = here === -1 ? (by > 0 ? 0 : all.length - 1) : here + by;
  door(all[Math.min(Math.max(next, 0), all.length - 1)]).focus();
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => {
    const row = rows().find((one) => one.contains(document.activeElement));
    row?.querySelector("input[type=checkbox]")?.click();
  },
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => sheet?.showModal(),
};

if (document.body.hasAttribute("data-shortcuts")) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const act = ACTS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
