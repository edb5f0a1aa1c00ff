import * as vscode from 'vscode';
import { parseLink, pathOf, type Link } from '../../learning/link';
import { findLesson, findPiece } from '../../learning/lookup';
import { plainLine } from '../../learning/plainText';
import { pieceTeaching } from '../../learning/teaching';
import type { PanelPlace } from '../../shared/protocol';
import { allTables } from '../../views/panel/table/allTables';
import { commandIds } from './commandIds';
import type { CatalogueSource, RuleCatalogue } from './dependencies';

const statusMs = 5000;

export interface LinkOptions {
  /** `publisher.name` */
  readonly extensionId: string;
  readonly catalogue: CatalogueSource;
  readonly rules: Pick<RuleCatalogue, 'all' | 'settled'>;
}

/** Links into Altitude: to copy, and to follow. A link opens what it names and runs nothing else. */
export class Links implements vscode.UriHandler {
  constructor(private readonly options: LinkOptions) {}

  async handleUri({ path }: vscode.Uri): Promise<void> {
    const link = parseLink(path);
    await this.options.catalogue.settled;
    const refused = link ? await this.follow(link) : vscode.l10n.t('This link leads nowhere in Altitude.');
    if (refused !== undefined) void vscode.window.showInformationMessage(refused);
  }

  /** Puts a link to the clipboard and says so, quietly. */
  async copy(link: Link): Promise<void> {
    await vscode.env.clipboard.writeText(`${vscode.env.uriScheme}://${this.options.extensionId}${pathOf(link)}`);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Altitude: link copied'), statusMs);
  }

  /** Opens what the link names. Returns what to say where there is no such thing. */
  private async follow(link: Link): Promise<string | undefined> {
    const { current } = this.options.catalogue;
    const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(command, ...args);
    switch (link.to) {
      case 'piece':
        if (!findPiece(current, link)) return vscode.l10n.t('The link names a piece that Altitude does not have.');
        await run(commandIds.openPiece, { lesson: link.lesson, piece: link.piece });
        return undefined;
      case 'lesson':
      case 'topic':
        if (!findLesson(current, link.lesson)) return vscode.l10n.t('The link names a lesson that Altitude does not have.');
        await run(link.to === 'lesson' ? commandIds.openLesson : commandIds.readTopic, link.lesson);
        return undefined;
      case 'table':
        if (!allTables(current).some(({ id }) => id === link.table)) return vscode.l10n.t('The link names a table that Altitude does not have.');
        await run(commandIds.lookUpTable, link.table);
        return undefined;
      case 'rule':
        return this.followRule(link.rule);
    }
  }

  /** To the piece that teaches the rule, else to the documentation it rests on, else to what it finds in words. */
  private async followRule(id: string): Promise<string | undefined> {
    const { catalogue, rules } = this.options;
    await rules.settled;
    const rule = rules.all.find((each) => each.id === id);
    if (!rule) return vscode.l10n.t('The link names a rule that Altitude does not have.');
    const ref = pieceTeaching(catalogue.current, rule);
    const source = rule.docs.sources[0]?.url;
    if (ref) await vscode.commands.executeCommand(commandIds.openPiece, ref);
    else if (source !== undefined) await vscode.env.openExternal(vscode.Uri.parse(source, true));
    else return vscode.l10n.t('No lesson teaches {0}: {1}', id, plainLine(rule.title));
    return undefined;
  }
}

/** The link to what the panel shows; undefined where nothing there can be linked to. */
export function linkTo(place: PanelPlace): Link | undefined {
  switch (place.page) {
    case 'lesson':
      return place.piece === undefined ? { to: 'lesson', lesson: place.lesson } : { to: 'piece', lesson: place.lesson, piece: place.piece };
    case 'reading':
      return { to: 'topic', lesson: place.lesson };
    case 'table':
      return { to: 'table', table: place.table };
    default:
      return undefined;
  }
}
