/* Comforts only: everything works without this file. */
"use strict";

/* On a narrow screen the sections are folded; without this file they stay open. */
const menu = document.querySelector(".menu"), narrow = matchMedia("(max-width: 48rem)");
function fold() { menu.open = !narrow.matches; }
if (menu) { fold(); narrow.addEventListener("change", fold); }

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

/* A link that ticks all boxes of its form does so at once; pressed again, it unticks them. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-tick]");
  if (!link) return;
  event.preventDefault();
  const boxes = [...link.closest("form").querySelectorAll(`input[name="${link.dataset.tick}"]`)];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
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

/* Paper cannot be unfolded: what is folded is printed open, and folded again. */
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  folded.forEach((one) => { one.open = true; });
});
window.addEventListener("afterprint", () => { folded.forEach((one) => { one.open = false; }); folded = []; });

/* The bell follows what comes into the inbox, and the page says quietly when somebody else changed what it shows. Only a page in sight listens: browsers keep few connections to one site. */
const changed = document.getElementById("changed");
const bell = document.querySelector(".bell[data-events]");
let inbox = null;
function follow() {
  if (document.visibilityState !== "visible") { if (inbox) inbox.close(); inbox = null; return; }
  if (inbox) return;
  inbox = new EventSource(bell.dataset.events + (changed ? `?watch=${encodeURIComponent(changed.dataset.watch)}` : ""));
  inbox.addEventListener("changed", () => { if (changed) changed.firstElementChild.hidden = false; });
  inbox.addEventListener("unread", (event) => showUnread(JSON.parse(event.data)));
  inbox.addEventListener("notice", (event) => {
    const news = JSON.parse(event.data);
    showUnread(news);
    document.getElementById("heard").textContent = news.said;
  });
}
let shown = null;
function showUnread({ unread, label }) {
  const count = bell.querySelector(".bell-count");
  count.textContent = unread;
  count.hidden = unread === 0;
  bell.querySelector(".bell-label").textContent = label;
  const list = location.pathname === "/inbox" && document.getElementById("list");
  if (list && shown !== null && shown !== unread && !list.contains(document.activeElement)) {
    htmx.ajax("GET", location.href, { target: "#list", select: "#list", swap: "outerHTML" });
  }
  shown = unread;
}
if (bell) { document.addEventListener("visibilitychange", follow); window.addEventListener("pagehide", () => inbox && inbox.close()); follow(); }

/* The key / leads to the search, unless something is being written or somebody does not want it. */
const SLASH = "tbn4-slash";
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(SLASH) === "off") return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
const slash = document.getElementById("slash");
if (slash) {
  slash.closest("[hidden]").hidden = false;
  slash.checked = localStorage.getItem(SLASH) !== "off";
  slash.addEventListener("change", () => localStorage.setItem(SLASH, slash.checked ? "on" : "off"));
}

showSummary();
openTarget();
