// The floor plan and the list beside it: what is pointed at or focused in one is shown in the other; a booth that is chosen on the
// plan is chosen in the list; arrows walk the booths.

for (const plan of document.querySelectorAll("svg.plan a[href^='#']")) {
  const row = document.getElementById(decodeURIComponent(plan.getAttribute("href").slice(1)));
  if (!row) continue;
  plan.addEventListener("click", () => {
    const choice = row.querySelector("input[type=radio]:enabled");
    if (choice) choice.checked = true; // the link itself leads to the row
  });
  for (const [one, other] of [[plan, row], [row, plan]]) {
    for (const begin of ["pointerenter", "focusin"]) one.addEventListener(begin, () => other.classList.add("pointed"));
    for (const end of ["pointerleave", "focusout"]) one.addEventListener(end, () => other.classList.remove("pointed"));
  }
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function nearest(from, [across, down], links) {
  const middle = (link) => {
    const box = link.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const link of links) {
    const [right, below] = middle(link);
    const ahead = (right - x) * across + (below - y) * down;
    const aside = Math.abs((right - x) * down) + Math.abs((below - y) * across);
    const far = ahead + 3 * aside;
    if (link !== from && ahead > 1 && far < least) [best, least] = [link, far];
  }
  return best;
}

for (const plan of document.querySelectorAll("svg.plan")) {
  plan.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const from = event.target.closest("a");
    if (!step || !from) return;
    const next = nearest(from, step, plan.querySelectorAll("a"));
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
