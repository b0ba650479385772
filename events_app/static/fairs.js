// What pages gain where JavaScript runs. Every page works without it.

import "./countdown.js";
import "./plan.js";

// A flash is read out when it appears in a region that is already there.
for (const region of document.querySelectorAll(".flashes")) {
  const said = [...region.children];
  region.replaceChildren();
  requestAnimationFrame(() => region.append(...said));
}

// On a telephone the tabs are wider than the page: the one that is open is to be seen.
for (const open of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = open.closest(".tabs");
  tabs.scrollLeft += open.getBoundingClientRect().left - tabs.getBoundingClientRect().left - (tabs.clientWidth - open.clientWidth) / 2;
}

// A form that is on its way is not sent twice. (The server would do it once; the person need not wonder.)
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});
