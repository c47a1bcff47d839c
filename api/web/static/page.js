// Small conveniences; every page works without them.
"use strict";

// Empty fields need not stand in the address.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input, select")) {
      if (!field.value) field.disabled = true;
    }
  });
}
// Coming back to a page finds its fields as they were.
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("input:disabled, select:disabled")) field.disabled = false;
});

const quotes = () => document.querySelectorAll("details.more");

// One button opens every quote, and closes them again.
for (const button of document.querySelectorAll("[data-open-quotes]")) {
  if (!quotes().length) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = button.dataset.shown !== "yes";
    for (const more of quotes()) more.open = open;
    button.dataset.shown = open ? "yes" : "";
    button.textContent = open ? "Show one quote each" : "Show all quotes";
  });
}

// On paper nothing can be opened.
window.addEventListener("beforeprint", () => {
  for (const more of quotes()) more.open = true;
});
