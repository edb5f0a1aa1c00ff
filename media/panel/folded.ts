import { h, type Child } from './dom';
import { icon } from './icons';

/** Content that is folded away until it is asked for; `focus` names its control. */
export function folded(focus: string, label: string, ...content: readonly Child[]): HTMLDetailsElement {
  return h('details', {}, h('summary', { 'data-focus': focus }, icon('chevronRight'), label), ...content);
}
