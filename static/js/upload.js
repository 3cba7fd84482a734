/**
 * Sending files one by one, with progress, from a form that also works without this script.
 *
 * Files are chosen, dropped or pasted; each goes to the form's own address with the form's shared
 * fields, and the answer is a ready row. The next file waits until the one before has arrived.
 * They go when the button is pressed, or at once with <form data-upload="at-once">.
 */

const form = document.querySelector("form[data-upload]");

if (form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  const results = form.querySelector("[data-results]");
  const sent = form.querySelector("[data-list-of-sent]");
  const count = form.querySelector("[data-count]");
  const waiting = [];
  const atOnce = form.dataset.upload === "at-once";
  const button = form.querySelector("[data-send]");
  let [all, safe, busy] = [0, 0, false];

  form.querySelector("[data-with-script]").hidden = false;
  button.hidden = atOnce;

  const row = (kind, file) => {
    const made = document.querySelector(`template[data-${kind}]`).content.cloneNode(true).firstElementChild;
    made.querySelector("[data-name]").textContent = file.name;
    made.querySelector("[data-size]").textContent = `${(file.size / 1048576).toFixed(1)} MB`;
    return made;
  };

  const tell = () => {
    count.textContent = `${safe} of ${all} safe with us`;
    form.querySelector("[data-done]").hidden = busy || waiting.length > 0 || safe === 0;
    button.hidden = atOnce || (all > 0 && waiting.length === 0);
  };

  const body = (file) => {
    const data = new FormData(form);
    data.delete(input.name);
    data.append(input.name, file, file.name);
    return data;
  };

  const send = ({ file, place }) => {
    busy = true;
    const request = new XMLHttpRequest();
    const bar = place.querySelector("progress");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = (100 * event.loaded) / event.total;
      place.querySelector("[data-percent]").textContent = `${Math.round(bar.value)}%`;
    });
    request.addEventListener("loadend", () => {
      const answered = request.status === 200 || request.status === 422;
      if (answered) {
        const answer = new DOMParser().parseFromString(request.responseText, "text/html").body;
        if (!answer.querySelector("[data-outcome=warn]")) safe += 1;
        place.replaceWith(...answer.children);
      } else {
        const lost = row("lost", file);
        lost.querySelector("[data-again]").addEventListener("click", () => {
          const fresh = row("row", file);
          lost.replaceWith(fresh);
          waiting.push({ file, place: fresh });
          next();
        });
        place.replaceWith(lost);
      }
      busy = false;
      tell();
      next();
    });
    request.open("POST", form.action || location.href);
    request.setRequestHeader("HX-Request", "true");
    request.send(body(file));
  };

  const next = () => {
    if (!busy && waiting.length > 0) send(waiting.shift());
  };

  const take = (files) => {
    for (const file of files) {
      const place = row("row", file);
      sent.append(place);
      waiting.push({ file, place });
      all += 1;
    }
    results.hidden = all === 0;
    tell();
    if (atOnce) next();
  };

  button.addEventListener("click", (event) => {
    if (waiting.length === 0) return;
    event.preventDefault();
    next();
  });
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
  window.addEventListener("beforeunload", (event) => {
    if (busy || waiting.length > 0) event.preventDefault();
  });
}
