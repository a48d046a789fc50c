/* Comforts only: everything works without this file. */
"use strict";

/* After a form came back with errors, readers and keyboards start at the summary. */
function showSummary() {
  const summary = document.getElementById("summary");
  if (summary) summary.focus();
}

/* A link of the summary leads into the field itself, inside folded parts too. */
document.addEventListener("click", (event) => {
  const link = event.target.closest(".summary a[href^='#']");
  if (!link) return;
  const field = document.getElementById(link.getAttribute("href").slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

/* A second press while the first is under way is not sent. */
let sent = null;
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (sent === event.target) event.preventDefault();
  sent = event.target;
});
window.addEventListener("pageshow", () => { sent = null; });

/* What was typed is not lost by leaving by mistake. */
let typed = false;
document.addEventListener("input", (event) => { if (event.target.closest(".action-form")) typed = true; });
window.addEventListener("beforeunload", (event) => { if (typed && !sent) event.preventDefault(); });

/* A link to an entry opens it. */
function openTarget() {
  const entry = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const details = entry && entry.querySelector("details");
  if (details) details.open = true;
}
window.addEventListener("hashchange", openTarget);

showSummary();
openTarget();
