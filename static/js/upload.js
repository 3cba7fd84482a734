/**
 * Sending files with progress, from a form that also works without this script.
 *
 * When the button is pressed each file goes to the form's address with the shared fields, one after
 * the other, and the answer is a ready row. Its number is the same when it is sent again, so a file
 * that had arrived before the line broke is not taken twice.
 */

const form = document.querySelector("form[data-upload]");
const part = (name, inside = form) => inside.querySelector(`[data-${name}]`);

if (form) {
  const input = form.querySelector("input[type=file]");
  const results = part("results");
  const sent = part("list-of-sent");
  const count = part("count");
  const waiting = [];
  const button = part("send");
  let [all, safe, busy] = [0, 0, false];

  part("with-script").hidden = false;

  const inWords = (size) =>
    size < 1048576 ? `${Math.ceil(size / 1024)} KB` : `${(size / 1048576).toFixed(1)} MB`;

  const row = (kind, file) => {
    const made = document.querySelector(`template[data-${kind}]`).content.cloneNode(true).firstElementChild;
    part("name", made).textContent = file.name;
    part("size", made).textContent = inWords(file.size);
    return made;
  };

  const tell = () => {
    count.textContent = `${safe} of ${all} safe with us`;
    part("done").hidden = busy || waiting.length > 0 || safe === 0;
    button.hidden = all > 0 && waiting.length === 0;
  };

  const body = (file, number) => {
    const data = new FormData(form);
    data.set("once", number);
    data.delete(input.name);
    data.append(input.name, file, file.name);
    return data;
  };

  const offerAgain = (shown, each) => {
    part("again", shown)?.addEventListener("click", () => {
      const place = row("row", each.file);
      shown.replaceWith(place);
      queue({ ...each, place });
      next();
    });
  };

  const queue = (each) => {
    waiting.push(each);
    const out = part("out", each.place);
    out.setAttribute("aria-label", `Do not send ${each.file.name}`);
    out.addEventListener("click", () => {
      waiting.splice(waiting.indexOf(each), 1);
      each.place.remove();
      all -= 1;
      results.hidden = all === 0;
      tell();
      input.focus();
    });
  };

  const send = (each) => {
    const { file, number, place } = each;
    busy = true;
    part("percent", place).textContent = "0%";
    const request = new XMLHttpRequest();
    const bar = place.querySelector("progress");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = (100 * event.loaded) / event.total;
      part("percent", place).textContent = `${Math.round(bar.value)}%`;
    });
    request.addEventListener("loadend", () => {
      const answered = request.status === 200 || request.status === 422;
      const answer = answered && new DOMParser().parseFromString(request.responseText, "text/html").body;
      if (answer && !answer.querySelector("[data-outcome=warn]")) safe += 1;
      const rows = answer ? [...answer.children] : [row("lost", file)];
      place.replaceWith(...rows);
      for (const shown of rows) offerAgain(shown, each);
      busy = false;
      tell();
      next();
    });
    request.open("POST", form.action || location.href);
    request.setRequestHeader("HX-Request", "true");
    request.send(body(file, number));
  };

  const next = () => {
    if (!busy && waiting.length > 0) send(waiting.shift());
  };

  const take = (files) => {
    for (const file of files) {
      const each = { file, number: crypto.randomUUID(), place: row("row", file) };
      sent.append(each.place);
      queue(each);
      all += 1;
    }
    results.hidden = all === 0;
    tell();
  };

  button.addEventListener("click", (event) => {
    if (waiting.length === 0) return;
    event.preventDefault();
    input.focus({ preventScroll: true });
    next();
  });
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  addEventListener("beforeunload", (event) => {
    if (busy || waiting.length > 0) event.preventDefault();
  });
}
