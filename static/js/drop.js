/** Files that are dropped or pasted go into the form's file field, as if they were chosen there. */

const field = document.querySelector("form[data-upload] input[type=file]");

if (field) {
  const area = field.form.querySelector("[data-drop]");

  const choose = (files) => {
    field.files = files;
    field.dispatchEvent(new Event("change"));
  };

  for (const kind of ["dragenter", "dragover"]) {
    area.addEventListener(kind, (event) => {
      event.preventDefault();
      area.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) area.addEventListener(kind, () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    choose(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    choose(event.clipboardData.files);
  });
}
