// No-break spaces look like others: they are tinted, without a change of the text around them.

const NAME = "desk-nbsp";

/** Tint every no-break space below `root`, now and after every input. */
export function showSigns(root) {
  if (!window.Highlight || !CSS.highlights) return;
  let waiting = 0;
  const draw = () => {
    waiting = 0;
    const ranges = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = node.data.indexOf("\u00A0"); at >= 0; at = node.data.indexOf("\u00A0", at + 1)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        ranges.push(range);
      }
    }
    CSS.highlights.set(NAME, new Highlight(...ranges));
  };
  root.addEventListener("input", () => {
    waiting ||= requestAnimationFrame(draw);
  });
  draw();
}
