// Small conveniences; every page works without them.
document.documentElement.classList.add("js");

// «Sjekker …» on the button while the answer is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.busy || event.defaultPrevented) return;
  const button = event.submitter;
  if (!button || button.name === "handling") return;
  form.setAttribute("aria-busy", "true");
  const words = button.querySelector("[data-busy-text]");
  if (words) words.textContent = form.dataset.busy;
});

// A file over the limit is caught before it is sent, so that nothing typed is lost on the way.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("input[type=file][data-limit]")) return;
  const tooLarge = input.files.length > 0 && input.files[0].size > Number(input.dataset.limit);
  let message = document.getElementById(`${input.id}-feil`);
  if (!tooLarge) {
    if (message) message.remove();
    input.removeAttribute("aria-invalid");
    return;
  }
  if (!message) {
    message = document.createElement("p");
    message.className = "ds-validation-message";
    message.id = `${input.id}-feil`;
    input.after(message);
  }
  message.textContent = input.dataset.tooLarge;
  message.setAttribute("role", "alert");
  input.setAttribute("aria-invalid", "true");
  input.value = "";
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const field = document.querySelector(copy.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    copy.parentElement.querySelector("[role=status]").textContent = copy.dataset.copied;
  }
  if (event.target.closest("[data-print]")) window.print();
});

// A link into something folded unfolds it first.
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (target && target.closest("details")) target.scrollIntoView();
  if (target && target.matches(".finding, .word")) target.focus({ preventScroll: true });
};
addEventListener("hashchange", unfold);
unfold();

// After an update in place the reader starts at the new heading.
document.addEventListener("htmx:after:swap", () => {
  const heading = document.querySelector("#resultat #tittel");
  if (heading) heading.focus();
});

// The PKO's keys, only where the focus is among what they act on (WCAG 2.1.4): j and k move in a list, a digit makes the
// move with that number, n goes to the next case.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest("[data-keys]")) return;
  const rows = [...document.querySelectorAll("[data-rows] .case__title a")];
  if (rows.length > 0 && (event.key === "j" || event.key === "k")) {
    const at = rows.indexOf(document.activeElement);
    rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)))].focus();
    event.preventDefault();
    return;
  }
  const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (pressed) pressed.click();
});
