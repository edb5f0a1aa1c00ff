import arrowLeft from '@vscode/codicons/src/icons/arrow-left.svg';
import book from '@vscode/codicons/src/icons/book.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import circle from '@vscode/codicons/src/icons/circle-large.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import discard from '@vscode/codicons/src/icons/discard.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import link from '@vscode/codicons/src/icons/link.svg';
import linkExternal from '@vscode/codicons/src/icons/link-external.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import question from '@vscode/codicons/src/icons/question.svg';

const sources = { arrowLeft, book, chevronLeft, chevronRight, circle, close, copy, discard, error, link, linkExternal, pass, question };

/** A decorative icon: the word beside it, or its button's label, says the same. */
export function icon(name: keyof typeof sources): Element {
  const template = document.createElement('template');
  template.innerHTML = sources[name];
  const element = template.content.firstElementChild ?? document.createElement('span');
  element.setAttribute('class', `icon icon-${name}`);
  element.setAttribute('aria-hidden', 'true');
  return element;
}
