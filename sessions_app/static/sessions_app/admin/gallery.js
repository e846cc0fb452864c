/* Shows the page in the scheme that was asked for, whatever the machine prefers: its media rules
   hold always or never. Without this the page follows the machine. */

const { scheme } = document.documentElement.dataset;

const settle = (rules) => {
  for (const rule of rules) {
    if (!(rule instanceof CSSMediaRule)) continue;
    rule.media.mediaText = rule.media.mediaText.replace(
      /\(prefers-color-scheme:\s*(light|dark)\)/g,
      (_whole, wanted) => (wanted === scheme ? "(min-width: 0)" : "(max-width: 0)"),
    );
    settle(rule.cssRules);
  }
};

for (const sheet of document.styleSheets) settle(sheet.cssRules);
document.documentElement.style.colorScheme = scheme;
