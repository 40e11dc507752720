"use strict";
// Without this script the page shows the same, in the order it was written. It adds: columns that sort, a box that
// keeps the rows with a word, and opening what an address points into.

function keyOf(row, column, number) {
  const cell = row.cells[column];
  const text = cell.dataset.v ?? cell.textContent;
  if (!number) return text;
  return text === "" ? NaN : Number(text.replaceAll(",", ""));
}

function sortBy(table, column) {
  const heads = [...table.tHead.rows[0].cells];
  const head = heads[column];
  const number = head.classList.contains("n");
  const before = head.getAttribute("aria-sort");
  const down = before === null ? number : before === "ascending";
  const rows = [...table.tBodies[0].rows].map((row, at) => ({ row, at, key: keyOf(row, column, number) }));
  const words = new Intl.Collator("en", { numeric: true });
  rows.sort((a, b) => {
    // what is not known stands last, whichever way the column is sorted
    const blankA = number ? Number.isNaN(a.key) : a.key === "";
    const blankB = number ? Number.isNaN(b.key) : b.key === "";
    if (blankA || blankB) return blankA - blankB || a.at - b.at;
    const order = number ? a.key - b.key : words.compare(a.key, b.key);
    return (down ? -order : order) || a.at - b.at;
  });
  table.tBodies[0].append(...rows.map((one) => one.row));
  for (const one of heads) one.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
}

function offerSorting(table) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(table, column));
    head.append(button);
  });
}

function offerSearch(table) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  const said = document.createElement("output");
  box.type = "search";
  label.append(table.dataset.search + " ", box, " ", said);
  label.className = "search";
  table.closest(".scroll").before(label);
  box.addEventListener("input", () => {
    const word = box.value.trim().toLowerCase();
    let kept = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden = !row.textContent.toLowerCase().includes(word);
      kept += row.hidden ? 0 : 1;
    }
    said.value = word === "" ? "" : `${kept} of ${table.tBodies[0].rows.length}`;
  });
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  if (target) target.scrollIntoView();
}

for (const table of document.querySelectorAll("table.sortable")) {
  offerSorting(table);
  if (table.dataset.search !== undefined) offerSearch(table);
}
window.addEventListener("hashchange", openTarget);
if (location.hash) openTarget();
