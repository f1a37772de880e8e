// What the pages can do beyond forms: search and select attributes, reveal and copy.
"use strict";

for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
for (const element of document.querySelectorAll(".no-script")) element.hidden = true;

const search = document.querySelector("#search");
if (search) {
  const items = [...document.querySelectorAll(".choices li")];
  const all = document.querySelector("#select-all");
  const box = (item) => item.querySelector("input");
  const shown = () => items.filter((item) => !item.hidden);
  const count = () => {
    const chosen = items.filter((item) => box(item).checked).length;
    document.querySelector("#chosen").textContent = `${chosen} of ${items.length}`;
    const ticked = shown().filter((item) => box(item).checked).length;
    all.checked = ticked > 0 && ticked === shown().length;
    all.indeterminate = ticked > 0 && ticked < shown().length;
  };
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    document.querySelector("#nothing-found").hidden = shown().length > 0;
    count();
  });
  // Enter searches; it doesn't send the form.
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  all.addEventListener("change", () => {
    for (const item of shown()) box(item).checked = all.checked;
    count();
  });
  document.querySelector(".choices").addEventListener("change", count);
  count();
}

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.addEventListener("click", () => {
    const reveal = field.type === "password";
    field.type = reveal ? "text" : "password";
    button.textContent = reveal ? "Hide" : "Reveal";
    button.setAttribute("aria-pressed", String(reveal));
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.addEventListener("click", async () => {
    const said = document.querySelector("#copied");
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = `Copied: ${document.querySelector(`label[for="${field.id}"]`).textContent}.`;
    } catch {
      // Without permission for the clipboard the text is selected instead, to be copied by hand.
      field.type = "text";
      field.select();
      said.textContent = "Press Ctrl+C to copy what is selected.";
    }
  });
}
