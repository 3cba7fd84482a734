/**
 * Closes a private page that nobody is using: a warning first, then away by the exit button.
 *
 * Modules do not import each other: under hashed names a second copy would be loaded and run.
 */

const TOUCH_EVERY_MS = 4 * 60 * 1000;
const dialog = document.querySelector("dialog[data-idle]");

if (dialog) {
  const warnAfter = Number(dialog.dataset.warn) * 1000;
  const closeAfter = Number(dialog.dataset.close) * 1000;
  let seen = Date.now();
  let touched = Date.now();

  const leave = () => document.querySelector("a.exit").click();

  /** Tell the server that somebody is here, at most once in four minutes. */
  const touch = () => {
    if (Date.now() - touched < TOUCH_EVERY_MS) return;
    touched = Date.now();
    fetch(dialog.dataset.touch, { cache: "no-store" }).catch(() => {});
  };

  const active = () => {
    if (dialog.open || Date.now() - seen > closeAfter) return;
    seen = Date.now();
    touch();
  };

  const look = () => {
    const quiet = Date.now() - seen;
    if (quiet >= closeAfter) leave();
    else if (quiet >= warnAfter && !dialog.open) dialog.showModal();
  };

  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) {
    addEventListener(kind, active, { passive: true });
  }
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);

  dialog.addEventListener("close", () => {
    seen = Date.now();
    touch();
  });
  dialog.querySelector("[data-idle-close]").addEventListener("click", leave);
}
