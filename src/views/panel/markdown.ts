import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import MarkdownIt, { type Token } from 'markdown-it';
import { plainLine } from '../../learning/plainText';
import { targetOf } from '../../lessons/links';
import type { Term } from '../../lessons/model';

/** Turns a lesson's Markdown into HTML the panel may show as it is: lessons are data and may come from anywhere. */
export interface MarkdownRenderer {
  /** Paragraphs, lists, tables and highlighted code. */
  block(markdown: string): string;
  /** One line, links included. */
  inline(markdown: string): string;
  /** One line without links: an option is itself a control, and a control holds no other. */
  label(markdown: string): string;
}

/** Whether a link of a lesson may be opened outside the editor. */
export function isOpenable(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** Characters: beyond them the highlighter's patterns take seconds, and a line of 100,000 letters a minute. */
const mostCode = 20_000;
const mostInLine = 1000;

const isHighlightable = (code: string): boolean => code.length <= mostCode && code.split('\n').every(({ length }) => length <= mostInLine);

/** Builds a renderer; it keeps no state between texts. `term` finds a word of the glossary. */
export function createMarkdownRenderer(term: (id: string) => Term | undefined = () => undefined): MarkdownRenderer {
  const highlighter = hljs.newInstance();
  const languages = { bash, go, javascript, json, sql, typescript };
  for (const [name, definition] of Object.entries(languages)) highlighter.registerLanguage(name, definition);

  const markdown = new MarkdownIt({
    html: false,
    linkify: false,
    highlight: (code, language) =>
      // An empty result makes markdown-it escape the code itself.
      highlighter.getLanguage(language) === undefined || !isHighlightable(code) ? '' : highlighter.highlight(code, { language }).value,
  });
  markdown.validateLink = (url) => isOpenable(url) || targetOf(url) !== undefined;
  // The panel's CSP loads no images; the recap's picture travels on its own.
  markdown.disable('image');
  const attributes = (values: Readonly<Record<string, string | undefined>>) =>
    Object.entries(values)
      .map(([name, value]) => (value === undefined ? '' : ` ${name}="${markdown.utils.escapeHtml(value)}"`))
      .join('');
  const targetAt = (token: Token | undefined) => targetOf(String(token?.attrGet('href')));
  markdown.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
    const token = tokens[index];
    const target = targetAt(token);
    // Neither is a button: a button's words do not break over lines with the text around them.
    if (target?.kind === 'term') {
      const meaning = term(target.id)?.meaning;
      return `<span${attributes(meaning === undefined ? {} : { class: 'term', role: 'button', tabindex: '0', 'data-meaning': plainLine(meaning) })}>`;
    }
    if (target?.kind === 'lesson') return `<a href="#"${attributes({ 'data-lesson': target.id, 'data-piece': target.piece })}>`;
    token?.attrSet('rel', 'noopener noreferrer');
    token?.attrSet('data-external', '');
    return renderer.renderToken(tokens, index, options);
  };
  markdown.renderer.rules.link_close = (tokens, index) =>
    targetAt(tokens.slice(0, index).findLast(({ type }) => type === 'link_open'))?.kind === 'term' ? '</span>' : '</a>';

  const label = new MarkdownIt({ html: false, linkify: false }).disable(['image', 'link', 'autolink']);
  return {
    block: (text) => markdown.render(text),
    inline: (text) => markdown.renderInline(text),
    label: (text) => label.renderInline(text),
  };
}
