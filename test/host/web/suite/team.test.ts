import * as vscode from 'vscode';
import { altitude, holds, marked, same, textOf } from './support';

const charge = `const provider = require('./provider');

async function chargeCard(order, card) {
  const receipt = await provider.charge(card, parseFloat(order.amount));
  return receipt;
}

module.exports = { chargeCard };
`;

const kept = charge.split('\n').slice(2, 6).join('\n');

const lesson = `---
id: charging
title: How we charge a card
crux: Claim the order before the money moves.
goal: Say what two requests for one order do.
tier: middle
minutes: 5
sources:
  - title: PostgreSQL INSERT
    url: https://www.postgresql.org/docs/current/sql-insert.html
pieces:
  - id: two-requests
    snippet: charge.js
    source: src/charge.js
    anchor: { symbol: chargeCard }
    hot: [provider.charge]
---

## Two requests, one order {#two-requests}

Every payment goes through this function.

::: quiz What happens when the client retries at once?

The first request waits for the provider when the second one arrives.

- [ ] The second waits for the first. {#waits}

  Nothing makes it wait.

- [x] The card is charged twice. {#twice}

  Both requests call the provider.

- [ ] The second is refused. {#fails}

  Nobody has seen the order before.

- [ ] The first is cancelled. {#cancelled}

  Nothing cancels it.

:::

::: hints

1. Follow two requests line by line.
2. Which line moves the money?
3. What does the second know of the first?

:::

::: fix

Claim the order first.

:::

## Recap {#recap}

Claim, then act.

## When not {#trade-off}

A charge that is idempotent by itself.
`;

const onboarding = `id: payments
title: Payments
welcome: Hello. Begin with [charging](lesson:charging).
owners: [Team Payments]
roles:
  - id: backend
    title: Backend engineer
    days: 5
    steps: [{ lesson: charging }, { rule: cents-not-floats }]
`;

const rule = `id: cents-not-floats
language: JavaScript
message: An amount read as a float loses cents.
rule:
  pattern: parseFloat($AMOUNT)
`;

async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A repository that is open in the browser, on a file system that is no disk, teaches as one on a disk does. */
describe('a team in the browser', () => {
  const repository = vscode.Uri.parse('tmp:/workspace/payments-api');
  const at = (name: string) => vscode.Uri.joinPath(repository, name);
  const write = async (name: string, text: string) => vscode.workspace.fs.writeFile(at(name), new TextEncoder().encode(text));
  const piece = vscode.Uri.parse('altitude:/payments/backend/payments/charging/two-requests/charge.js');
  const isTaught = async () => textOf(piece).then(() => true, () => false);
  const ref = { lesson: 'payments/charging', piece: 'two-requests' };
  const active = () => vscode.window.activeTextEditor?.document;

  before(async () => {
    await altitude().activate();
    await write('src/charge.js', charge);
    await write('.altitude/lessons/charging/charge.js', kept);
    await write('.altitude/lessons/charging/lesson.md', lesson);
    await write('.altitude/rules/cents-not-floats.yml', rule);
    await write('.altitude/onboarding.yml', onboarding);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(repository, { recursive: true });
    await eventually('the team is gone', async () => !(await isTaught()));
  });

  it('has its lesson read, with the code as it is now', async () => {
    await eventually('the lesson', isTaught);
    same(await textOf(piece), `${kept}\n`, 'the code of the piece');
  });

  it('starts at the first step, in the file of the repository', async () => {
    await vscode.commands.executeCommand('altitude.startDayOne', 'payments/backend');
    await eventually('the file', async () => Promise.resolve(active()?.uri.toString() === at('src/charge.js').toString()));
  });

  it('counts an answer', async () => {
    await vscode.commands.executeCommand('altitude.openPiece', ref);
    await vscode.commands.executeCommand('altitude.choose', ref, 'twice');
    await vscode.commands.executeCommand('altitude.commit', ref, 'sure');
    const document = active();
    holds(document !== undefined, 'a document is shown');
    await eventually('the verdict', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document?.uri, 50);
      return lenses.some(({ command }) => command?.title === '✓ Right');
    });
  });

  it('has its rule run in the code it asked about once that is answered, under its whole name', async () => {
    const document = await vscode.workspace.openTextDocument(at('src/charge.js'));
    await vscode.window.showTextDocument(document);
    await eventually('the finding', async () => Promise.resolve(marked(document).includes('parseFloat(order.amount)')));
    const codes = vscode.languages.getDiagnostics(document.uri).map(({ code }) => String(typeof code === 'object' ? code.value : code));
    holds(codes.includes('payments/cents-not-floats'), `the rule's name, not ${codes.join(', ')}`);
  });

  it('finds the code again where it has moved, and says so where it is lost', async () => {
    await write('src/charge.js', `// One.\n// Two.\n${charge.replace('return receipt;', 'return receipt.id;')}`);
    await eventually('the moved code', async () => (await textOf(piece)).includes('receipt.id'));
    await write('src/charge.js', charge.replaceAll('chargeCard', 'chargeOrder'));
    await eventually('the last known text', async () => (await textOf(piece).catch(() => '')).trimEnd() === kept);
    holds(await isTaught(), 'the lesson stays');
  });
});
