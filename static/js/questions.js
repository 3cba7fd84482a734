/** Makes question pages quicker; every one of them works without it. */

const spoken = document.querySelector("[data-exit-status]");

for (const group of document.querySelectorAll("[data-choices]")) {
  group.addEventListener("change", (event) => {
    if (!event.target.checked) return;
    const boxes = [...group.querySelectorAll("input[type=checkbox]")];
    const alone = "alone" in event.target.dataset;
    const cleared = boxes.filter((box) => box !== event.target && box.checked && (alone || "alone" in box.dataset));
    for (const box of cleared) box.checked = false;
    if (cleared.length > 0 && spoken) spoken.textContent = alone ? "The other answers are cleared." : "“I am not sure” is cleared.";
  });
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const button = form.querySelector("button.btn-p");
    setTimeout(() => {
      if (button && document.visibilityState === "visible") button.textContent = "Saving…";
    }, 400);
  });
}

document.querySelector(".errsum")?.focus();
