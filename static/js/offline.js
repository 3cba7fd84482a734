/** A form sent without a connection stays as it is: the browser's own page would lose the words. */

const WORDS = "You seem to be offline. What you typed is still on this page.";

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    form.querySelector("[data-offline]")?.remove();
    if (navigator.onLine) return;
    event.preventDefault();
    const note = document.createElement("p");
    note.className = "note note-warn";
    note.setAttribute("role", "alert");
    note.dataset.offline = "";
    note.textContent = WORDS;
    (form.querySelector(".btn-p") ?? form.lastElementChild).before(note);
  });
}
