import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import MarkdownIt from 'markdown-it';

/** Turns a lesson's Markdown into HTML the panel may show as it is: lessons are data and may come from anywhere. */
export interface MarkdownRenderer {
  /** Paragraphs, lists, tables and highlighted code. */
  block(markdown: string): string;
  /** One line without links: an option is itself a control, and a control holds no other. */
  label(markdown: string): string;
}

/** Whether a link of a lesson may be opened outside the editor. */
export function isOpenable(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** Builds a renderer; it keeps no state between texts. */
export function createMarkdownRenderer(): MarkdownRenderer {
  const highlighter = hljs.newInstance();
  const languages = { bash, go, javascript, json, sql, typescript };
  for (const [name, definition] of Object.entries(languages)) highlighter.registerLanguage(name, definition);

  const markdown = new MarkdownIt({
    html: false,
    linkify: false,
    highlight: (code, language) =>
      // An empty result makes markdown-it escape the code itself.
      highlighter.getLanguage(language) === undefined ? '' : highlighter.highlight(code, { language }).value,
  });
  markdown.validateLink = isOpenable;
  // The panel's CSP loads no images; the recap's picture travels on its own.
  markdown.disable('image');
  markdown.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
    const token = tokens[index];
    token?.attrSet('rel', 'noopener noreferrer');
    token?.attrSet('data-external', '');
    return renderer.renderToken(tokens, index, options);
  };

  const label = new MarkdownIt({ html: false, linkify: false }).disable(['image', 'link', 'autolink']);
  return {
    block: (text) => markdown.render(text),
    label: (text) => label.renderInline(text),
  };
}
