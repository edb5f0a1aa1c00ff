import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
  readonly when?: string;
}

const walkthroughId = 'altitude.altitude#altitude.start';

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('altitude.altitude');
  assert.ok(found, 'Altitude is not loaded');
  return found;
}

/** The steps of the walkthrough, as the manifest declares them. */
export function steps(): readonly Step[] {
  const { contributes } = extension().packageJSON as { readonly contributes: { readonly walkthroughs: readonly { readonly steps: readonly Step[] }[] } };
  return contributes.walkthroughs[0]?.steps ?? [];
}

/** The commands of its buttons, with where each stands. */
function buttonsOf({ description }: Step): string[] {
  return Array.from(description.matchAll(/\]\(command:([^)?]+)/g), ([, command = '']) => command);
}

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthroughId);
}

/**
 * Presses each button of the walkthrough, and leaves whatever it asks unanswered.
 * @returns the commands that were run
 */
export async function pressEveryButton(): Promise<readonly string[]> {
  const known = new Set(await vscode.commands.getCommands(true));
  const pressed: string[] = [];
  for (const step of steps()) {
    for (const command of buttonsOf(step)) {
      assert.ok(known.has(command), `${step.id} has a button for ${command}, which is no command`);
      const done = Promise.resolve(vscode.commands.executeCommand(command)).then(() => true);
      for (let turn = 0; turn < 300 && !(await Promise.race([done, setTimeout(100, false)])); turn++) {
        // What asks waits for an answer.
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        await vscode.commands.executeCommand('refactorPreview.discard').then(undefined, () => undefined);
      }
      assert.equal(await Promise.race([done, setTimeout(0, false)]), true, `${command} did not end`);
      pressed.push(command);
    }
    for (const event of step.completionEvents) {
      const [kind, name = ''] = event.split(':');
      if (kind === 'onCommand') assert.ok(known.has(name), `${step.id} is completed by ${name}, which is no command`);
      else assert.equal(kind, 'onContext', `${step.id} is completed by ${event}`);
    }
  }
  return pressed;
}

/** The picture of each step: there, with words for who cannot see it, and in the colours of whatever theme is on. */
export function checkPictures(): void {
  for (const { id, media } of steps()) {
    const file = path.join(extension().extensionPath, media.svg);
    assert.ok(existsSync(file), `${id} has no picture at ${media.svg}`);
    assert.ok(media.altText.length > 20 && !media.altText.startsWith('%'), `${id} has no text for its picture`);
    const svg = readFileSync(file, 'utf8');
    const colours = Array.from(svg.matchAll(/(?:fill|stroke)\s*[:=]\s*"?([^;"}]+)/g), ([, colour = '']) => colour.trim());
    const fixed = colours.filter((colour) => !/^(?:none|var\(--vscode-[\w-]+, #[0-9a-f]+\)|currentColor)$/i.test(colour));
    assert.ok(colours.length > 5, `${media.svg} draws nothing`);
    assert.deepEqual(fixed, [], `${media.svg} has colours that no theme changes`);
    assert.doesNotMatch(svg, /<(?:script|image|foreignObject)|(?:https?:)?\/\/(?!www\.w3\.org)/, `${media.svg} holds more than a drawing`);
  }
}
