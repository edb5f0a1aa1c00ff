import './panel.css';
import type { FromPanel, PanelState, PanelStrings, ToPanel } from '../src/shared/protocol';
import { announcement } from './panel/announcer';
import { h } from './panel/dom';
import type { EditorApi } from './panel/editorApi';
import { focusAfter, focusPanel } from './panel/focus';
import { handleKey } from './panel/keyboard';
import { showKeysDialog } from './panel/keysDialog';
import { pieceSections } from './panel/piece';
import { placeOf, samePlace } from './panel/place';
import { recapSections } from './panel/recap';
import { SectionList, type Section } from './panel/sections';
import type { Intent, View } from './panel/view';

/** Draws each state the host sends and sends back what the reader does. */
class Panel {
  private readonly sections: SectionList;
  private shown: { readonly state: PanelState; readonly view: View } | undefined;
  private intent: Intent | undefined;

  constructor(
    private readonly editor: EditorApi,
    private readonly root: HTMLElement,
    private readonly announcer: HTMLElement,
  ) {
    this.sections = new SectionList(root);
  }

  start(): void {
    window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
      if (data.type === 'state') this.show(data.state, data.strings);
      else if (this.shown) focusPanel(this.root, this.shown.state);
    });
    window.addEventListener('scrollend', () => this.keep());
    document.addEventListener('keydown', (event) => this.shown && handleKey(event, this.shown.state, this.shown.view));
    this.root.addEventListener('click', (event) => this.openSource(event));
    const kept = this.editor.getState();
    this.send(kept ? { type: 'ready', restored: kept.place } : { type: 'ready' });
  }

  private show(state: PanelState, strings: PanelStrings): void {
    const before = this.shown?.state;
    const view: View = {
      strings,
      send: (message, intent) => this.send(message, intent),
      showKeys: () => showKeysDialog(strings, state),
    };
    this.shown = { state, view };
    document.documentElement.lang = strings.language;
    this.sections.update(sectionsOf(state, view));
    this.restoreScroll(before, state);
    const news = announcement(before, state, strings);
    if (news !== undefined) this.announcer.textContent = news;
    // The reader may be in the editor again by now; a page must not pull the focus out of it.
    if (!document.hasFocus()) this.intent = undefined;
    if (this.intent && focusAfter(this.intent, this.root, before, state)) this.intent = undefined;
  }

  private send(message: FromPanel, intent?: Intent): void {
    this.intent = intent;
    this.editor.postMessage(message);
  }

  /** Links open outside the editor, by the host; stopped here, the editor's own handler does not open them again. */
  private openSource(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-external]') : null;
    if (link === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.send({ type: 'openSource', url: link.href });
  }

  private restoreScroll(before: PanelState | undefined, now: PanelState): void {
    const place = placeOf(now);
    if (samePlace(placeOf(before), place)) return;
    const kept = this.editor.getState();
    window.scrollTo(0, before === undefined && samePlace(kept?.place, place) ? (kept?.scroll ?? 0) : 0);
    this.keep();
  }

  private keep(): void {
    const place = placeOf(this.shown?.state);
    if (place) this.editor.setState({ place, scroll: window.scrollY });
  }
}

function sectionsOf(state: PanelState, view: View): readonly Section[] {
  switch (state.kind) {
    case 'piece':
      return pieceSections(state, view);
    case 'recap':
      return recapSections(state, view);
    case 'empty':
      return [{ id: 'empty', from: state.message, draw: () => h('p', { class: 'empty', tabindex: '-1', 'data-focus': 'title' }, state.message) }];
  }
}

const root = document.getElementById('lesson');
const announcer = document.getElementById('announcer');
if (root && announcer) new Panel(acquireVsCodeApi(), root, announcer).start();
