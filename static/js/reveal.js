/** A "Show" button beside a password: added only where scripts run. */

for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn b-inline";
  button.textContent = "Show";
  button.setAttribute("aria-controls", field.id);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = shown ? "Show" : "Hide";
    button.setAttribute("aria-pressed", String(!shown));
  });
  const row = document.createElement("div");
  row.className = "row row-n reveal";
  field.replaceWith(row);
  row.append(field, button);
}
