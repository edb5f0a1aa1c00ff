import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, textOf, until } from '../learning/support';
import { checkPictures, openWalkthrough, pressEveryButton, steps } from '../../walkthrough';
import { SampleTeam } from './support';

const piece = vscode.Uri.parse('altitude:/payments/backend/payments/charging/two-requests/charge.js');
const isTaught = async () => textOf(piece).then(() => true, () => false);

describe('the walkthrough', () => {
  const team = new SampleTeam('walked-api');

  before(async () => {
    await vscode.extensions.getExtension('altitude.altitude')?.activate();
    await openWalkthrough();
  });

  after(async () => {
    await closeEverything();
    await team.vanish();
    await until('the team is gone', async () => !(await isTaught()));
  });

  it('has a picture for each step, in the colours of the theme and with words', checkPictures);

  it('has buttons that all work where nobody teaches', async () => {
    assert.ok((await pressEveryButton()).length >= 4);
  });

  it('has buttons that all work where a team teaches', async () => {
    await team.appear();
    await until('the team', isTaught);
    await openWalkthrough();
    assert.ok((await pressEveryButton()).includes('altitude.startDayOne'));
  });

  it('offers a way through the team where there is one, and to set one up where there is none', () => {
    const when = Object.fromEntries(steps().map(({ id, when: clause }) => [id, clause]));
    assert.equal(when['team'], 'altitude.hasTeam');
    assert.equal(when['setUp'], '!altitude.hasTeam');
  });
});
