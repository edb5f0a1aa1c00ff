import type { EmptyView } from '../../src/shared/protocol';
import { h } from './dom';
import type { Page } from './page';

/** A sentence where there is nothing else to show. */
export const emptyPage: Page<EmptyView> = {
  sections: ({ message }) => [{ id: 'empty', from: message, draw: () => h('h1', { class: 'empty', tabindex: '-1', 'data-focus': 'title' }, message) }],
  keys: () => [],
};
