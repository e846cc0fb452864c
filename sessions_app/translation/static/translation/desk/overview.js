// Ticks of the overview: all of a page at once, how many there are, the bar that appears with them.

const bar = document.querySelector("[data-desk-bulk]");

// What scrolls the element: not the window, but a part of Wagtail's frame.
function scrollerOf(element) {
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(outer).overflowY)) return outer;
  }
  return document.documentElement;
}

function start() {
  const ticks = [...document.querySelectorAll("[data-desk-tick]")];
  const every = document.querySelector("[data-desk-tick-all]");
  const whole = bar.querySelector("[data-desk-bulk-all]");
  const count = bar.querySelector("[data-desk-bulk-count]");
  let last = null;

  function told() {
    const number = ticks.filter((tick) => tick.checked).length;
    const { one, many, all } = count.dataset;
    every.checked = number === ticks.length;
    every.indeterminate = number > 0 && number < ticks.length;
    bar.toggleAttribute("data-idle", number === 0 && !whole?.checked);
    if (whole?.checked) return all;
    // Empty rather than hidden: what appears together with its text is not spoken.
    if (number === 0) return "";
    return number === 1 ? one : many.replace("%s", number);
  }

  function tell() {
    const text = told();
    if (count.textContent !== text) count.textContent = text;
  }

  // What gets the focus is not to come to rest behind the bar.
  const scroller = scrollerOf(bar);
  new ResizeObserver(() => {
    const sticks = getComputedStyle(bar).position === "sticky";
    scroller.style.scrollPaddingBlockEnd = sticks ? `${bar.offsetHeight}px` : "";
  }).observe(bar);
  every.hidden = false;
  every.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = every.checked;
    tell();
  });
  whole?.addEventListener("change", tell);
  ticks.forEach((tick, place) => {
    tick.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        const [from, to] = [Math.min(last, place), Math.max(last, place)];
        for (const other of ticks.slice(from, to + 1)) other.checked = tick.checked;
      }
      last = place;
      tell();
    });
  });
  // A browser that comes back to the page keeps what was ticked.
  window.addEventListener("pageshow", tell);
  tell();
}

if (bar) start();
