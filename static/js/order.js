/**
 * Moving a row of <ol data-order> by dragging it, or with Alt and an arrow key on anything in it.
 *
 * Each row holds a form marked data-move; what is sent is how many places the row moved. The page
 * comes back at that row, which has the focus, so it can be moved on at once.
 */

const list = document.querySelector("[data-order]");

const rows = () => [...list.children];

function send(row, places) {
  const form = row.querySelector("form[data-move]");
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "to", value: places });
  form.append(field);
  form.submit();
}

function begin(list) {
  let dragged = null;
  let from = 0;

  for (const row of rows()) {
    const grip = row.querySelector(".grip");
    grip.addEventListener("pointerdown", () => (row.draggable = true));
    grip.addEventListener("pointerup", () => (row.draggable = false));
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      from = rows().indexOf(row);
      event.dataTransfer.effectAllowed = "move";
    });
    row.addEventListener("dragend", () => {
      row.draggable = false;
      dragged = null;
      const places = rows().indexOf(row) - from;
      if (places) send(row, places);
    });
  }

  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest("[data-order] > li");
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });

  list.addEventListener("keydown", (event) => {
    const places = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !places) return;
    event.preventDefault();
    send(event.target.closest("[data-order] > li"), places);
  });
}

function focusMoved(row) {
  if (!row) return;
  row.tabIndex = -1;
  row.focus();
}

if (list) {
  begin(list);
  focusMoved(rows().find((row) => `#${row.id}` === location.hash));
}
