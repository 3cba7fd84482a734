/** Keys for one enquiry: the key a button shows presses it. Off while typing, as all single keys are. */

const TYPING = "input, textarea, select, [contenteditable]";
const keys = new Map(
  [...document.querySelectorAll("[data-key]")].map((hint) => [
    hint.textContent.trim().toLowerCase(),
    hint.closest("summary, button"),
  ]),
);

if (document.body.hasAttribute("data-shortcuts")) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const button = keys.get(event.key.toLowerCase());
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
    button.closest("details[open]")?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}
