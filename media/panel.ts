import './panel.css';
import type { FromPanel, PanelPlace, PanelState, ToPanel } from '../src/shared/protocol';
import type { EditorApi } from './panel/editorApi';
import { focusOn, onFocusKept } from './panel/focus';
import { handleKey } from './panel/keyboard';
import { showKeysDialog } from './panel/keysDialog';
import { pageOf } from './panel/pages';
import { Left } from './panel/left';
import { samePlace } from './panel/place';
import { SectionList } from './panel/sections';
import { showTerms } from './panel/term';
import type { View } from './panel/view';

interface Shown {
  readonly place: PanelPlace | undefined;
  readonly state: PanelState;
  readonly view: View;
}

/** Draws each state the host sends and sends back what the reader does. */
class Panel {
  private readonly sections: SectionList;
  private readonly left = new Left();
  private shown: Shown | undefined;
  private intent: string | undefined;

  constructor(
    private readonly editor: EditorApi,
    private readonly root: HTMLElement,
    private readonly announcer: HTMLElement,
  ) {
    this.sections = new SectionList(root);
  }

  start(): void {
    window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
      if (data.type === 'state') this.show(data);
      else if (this.shown) focusOn(this.root, pageOf(this.shown.state).focus?.(this.shown.state) ?? 'title');
    });
    window.addEventListener('scrollend', () => this.keep());
    document.addEventListener('keydown', (event) => this.shown && handleKey(event, this.shown.state, this.shown.view));
    this.root.addEventListener('click', (event) => this.openSource(event));
    this.root.addEventListener('click', (event) => this.openLesson(event));
    showTerms(this.root);
    onFocusKept(() => this.editor.postMessage({ type: 'focused' }));
    const kept = this.editor.getState();
    this.send(kept ? { type: 'ready', restored: kept.place } : { type: 'ready' });
  }

  private show({ place, state, strings }: Extract<ToPanel, { type: 'state' }>): void {
    const before = this.shown;
    const page = pageOf(state);
    const view: View = {
      strings,
      send: (message, intent) => this.send(message, intent),
      showKeys: () => showKeysDialog(strings, state),
      announce: (text) => void (this.announcer.textContent = text),
    };
    this.shown = { place, state, view };
    document.documentElement.lang = strings.language;
    const moved = before === undefined || !samePlace(before.place, place);
    if (moved) this.left.keep(before?.place);
    this.sections.update(page.sections(state, view));
    if (moved) this.restoreScroll(before === undefined, place);
    const news = moved ? '' : page.announcement?.(before.state, state, strings);
    if (news !== undefined) this.announcer.textContent = news;
    this.followIntent(moved);
  }

  /** Brings the focus to what the reader's own step has led to, once that is drawn. */
  private followIntent(moved: boolean): void {
    const { intent, shown } = this;
    if (intent === undefined || shown === undefined) return;
    // The reader may be in the editor again by now; a page must not pull the focus out of it.
    if (!document.hasFocus()) this.intent = undefined;
    else if (intent === 'move' || intent === 'back') {
      if (moved && this.arrive(shown, intent)) this.intent = undefined;
    } else if (moved) this.intent = undefined;
    else {
      const name = pageOf(shown.state).focusAfter?.(intent, shown.state);
      if (name !== undefined && focusOn(this.root, name)) this.intent = undefined;
    }
  }

  private arrive({ place, state }: Shown, intent: 'move' | 'back'): boolean {
    const left = intent === 'back' ? this.left.at(place) : undefined;
    const focused = [left?.focus, pageOf(state).arrival?.(state), 'title'].some((name) => name !== undefined && focusOn(this.root, name));
    if (left) window.scrollTo(0, left.scroll);
    return focused;
  }

  private send(message: FromPanel, intent?: string): void {
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

  private openLesson(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-lesson]') : null;
    const { lesson, piece } = link?.dataset ?? {};
    if (lesson === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.send({ type: 'open', lesson, ...(piece !== undefined && { piece }) }, 'move');
  }

  private restoreScroll(first: boolean, place: PanelPlace | undefined): void {
    const kept = this.editor.getState();
    window.scrollTo(0, first && kept !== undefined && samePlace(kept.place, place) ? kept.scroll : 0);
    this.keep();
  }

  private keep(): void {
    const place = this.shown?.place;
    if (place) this.editor.setState({ place, scroll: window.scrollY });
  }
}

const root = document.getElementById('lesson');
const announcer = document.getElementById('announcer');
if (root && announcer) new Panel(acquireVsCodeApi(), root, announcer).start();
