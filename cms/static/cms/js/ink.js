/* Beside every text input with `data-ink` (the papers it is printed on): a picker that follows it,
   and its contrast as WCAG 2.2 measures it. The text stays what is sent. */

const HEX = /^#[0-9a-f]{6}$/i;

const linear = (channel) =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

const luminance = (hex) => {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const say = (words, ratio, needed) => {
  const floored = Math.floor(ratio * 10) / 10;
  const number = floored.toLocaleString(document.documentElement.lang || undefined, {
    minimumFractionDigits: 1,
  });
  return words.replace("{contrast}", number).replace("{needed}", needed);
};

for (const input of document.querySelectorAll("input[data-ink]")) {
  const { ink: papers, inkDefault, inkNeeded, inkEnough, inkWeak, inkPick } = input.dataset;
  const picker = Object.assign(document.createElement("input"), { type: "color" });
  picker.setAttribute("aria-label", inkPick);
  picker.className = "ink-picker";
  const figure = document.createElement("output");
  figure.className = "ink-contrast";
  figure.htmlFor = input.id;
  const row = document.createElement("div");
  row.className = "ink-row";
  input.after(row);
  row.append(picker, figure);

  const show = () => {
    const colour = input.value.trim();
    const isColour = HEX.test(colour);
    if (isColour || !colour) picker.value = (colour || inkDefault).toLowerCase();
    const ratio = isColour && Math.min(...papers.split(" ").map((paper) => contrast(colour, paper)));
    figure.value = isColour ? say(ratio >= Number(inkNeeded) ? inkEnough : inkWeak, ratio, inkNeeded) : "";
  };
  input.addEventListener("input", show);
  picker.addEventListener("input", () => {
    input.value = picker.value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  });
  show();
}
