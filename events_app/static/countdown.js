// Beside <time data-countdown datetime="…"> stands how long it still is; the words are the browser's own, in the page's language.

const language = document.documentElement.lang;
const words = new Intl.RelativeTimeFormat(language, { numeric: "always", style: "short" });

function remaining(until) {
  const seconds = Math.round((until - Date.now()) / 1000);
  if (Math.abs(seconds) < 90) return words.format(seconds, "second");
  if (Math.abs(seconds) < 5400) return words.format(Math.round(seconds / 60), "minute");
  if (Math.abs(seconds) < 129600) return words.format(Math.round(seconds / 3600), "hour");
  return words.format(Math.round(seconds / 86400), "day");
}

const clocks = [...document.querySelectorAll("time[data-countdown]")].map((time) => {
  const shown = document.createElement("span");
  shown.className = "countdown";
  shown.setAttribute("aria-hidden", "true"); // the instant itself is read out; a ticking clock would never be silent
  time.after(" ", shown);
  return { until: new Date(time.dateTime), shown };
});

function tick() {
  for (const { until, shown } of clocks) {
    shown.textContent = `(${remaining(until)})`;
    shown.classList.toggle("past", until < Date.now());
  }
}

if (clocks.length) {
  tick();
  setInterval(tick, 1000);
}
