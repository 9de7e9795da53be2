// Offsets of a selection in the text of a report, in code points, as Musnad counts them; the browser counts UTF-16
// code units. The one place where the two meet.

export const points = (text) => {
  let found = 0;
  for (const _ of text) found += 1;
  return found;
};

// The code point of the whole text at which a place in the sheet stands; null outside of it. Lines are elements of
// the sheet, and the end of a line is none of their characters: each adds one to its text.
export function offset(sheet, node, at) {
  let before = Number(sheet.dataset.from) || 0;
  for (const [index, one] of [...sheet.children].entries()) {
    const line = one.classList.contains("shared") ? one.firstElementChild : one;
    if (node === sheet && index === at) return before;
    if (line.contains(node)) {
      const range = document.createRange();
      range.setStart(line, 0);
      range.setEnd(node, at);
      return before + points(range.toString());
    }
    if (one.contains(node)) return before + (node === one && at === 0 ? 0 : points(line.textContent));
    before += points(line.textContent) + 1;
  }
  return node === sheet ? before - 1 : null;
}

// What is selected in a sheet: where it stands, and its words as printed; null where nothing is.
export function selected(sheet) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!sheet.contains(range.startContainer) || !sheet.contains(range.endContainer)) return null;
  const start = offset(sheet, range.startContainer, range.startOffset);
  const end = offset(sheet, range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : { start, end, words: selection.toString() };
}
