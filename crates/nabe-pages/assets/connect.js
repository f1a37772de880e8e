// What script adds to Connect: fields are checked as they are left, and on a phone only one step of the guide is open.
"use strict";

for (const field of document.querySelectorAll("input[data-pattern]")) {
  const whole = new RegExp(`^(?:${field.dataset.pattern})$`);
  const error = document.getElementById(`${field.id}-error`);
  // Invisible characters and quotation marks are taken away by the server: they are no reason to complain.
  const clean = (text) => text.replace(/[\p{Cc}\p{Cf}]/gu, "").replace(/^[\s"'`´“”„«»‘’‚]+|[\s"'`´“”„«»‘’‚]+$/g, "");
  const check = () => {
    const value = clean(field.value);
    const wrong = value !== "" && !whole.test(value);
    field.toggleAttribute("aria-invalid", wrong);
    if (wrong) field.setAttribute("aria-invalid", "true");
    error.textContent = wrong ? field.dataset.error : "";
  };
  // Later: a complaint that appears while a button is being pressed would move the button away from the pointer.
  field.addEventListener("change", () => setTimeout(check, 300));
  field.addEventListener("input", () => field.hasAttribute("aria-invalid") && check());
}

const steps = [...document.querySelectorAll(".guide details")];
if (window.matchMedia("(max-width: 59rem)").matches) {
  for (const step of steps) {
    step.open = false;
    step.addEventListener("toggle", () => {
      if (step.open) for (const other of steps) if (other !== step) other.open = false;
    });
  }
}

document.querySelector("[role=alert][tabindex]")?.focus();

// In somebody's page: whoever frames this one asks how it stands. The policy lets only allowed origins frame it.
if (window.parent !== window) {
  const state = () => {
    const outcome = document.querySelector("[data-account]");
    if (outcome) return { state: "connected", id: outcome.dataset.account, provider: outcome.dataset.provider };
    const unusable = document.querySelector("[data-unusable]");
    if (unusable) return { state: "unusable", message: unusable.textContent.trim() };
    if (document.querySelector("[data-cancelled]")) return { state: "cancelled" };
    return { state: "form" };
  };
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.data?.type !== "nabe:hello") return;
    window.parent.postMessage({ type: "nabe:state", ...state() }, event.origin);
  });
}
