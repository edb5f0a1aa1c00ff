import { l10n } from 'vscode';
import type { Catalogue } from '../../../lessons/model';
import { plainLine } from '../../../learning/plainText';
import type { TemplatePlace } from '../../../shared/pages/exercise';
import type { MarkdownRenderer } from '../markdown';
import type { PanelPage } from '../page';
import { templateSteps } from './state';

export interface TemplatePageOptions {
  readonly catalogue: () => Catalogue;
  readonly markdown: MarkdownRenderer;
}

/** The order in which a strong answer is given. */
export function templatePage({ catalogue, markdown }: TemplatePageOptions): PanelPage<TemplatePlace> {
  const find = ({ track }: TemplatePlace) => catalogue().tracks.find(({ id }) => id === track);
  return {
    isAside: true,
    title: (place) => find(place)?.practice?.template?.title ?? l10n.t('Answer template'),
    state(place) {
      const track = find(place);
      const template = track?.practice?.template;
      if (!track || !template) return { kind: 'empty', message: l10n.t('This answer template is no longer there.') };
      return { kind: 'template', trackTitle: track.title, title: template.title, summary: plainLine(template.summary), steps: templateSteps(template, markdown) };
    },
    receive: () => undefined,
  };
}
