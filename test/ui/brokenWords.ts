/** An expression for a page: its words of two to twelve letters outside code that stand on two lines. */
export const brokenWords = `(() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('code, pre, script, style, [role=status]')) continue;
    for (const { 0: word, index } of node.data.matchAll(/[\\p{L}]+/gu)) {
      if (word.length < 2 || word.length > 12) continue;
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
})()`;
