import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { RecapView } from '../../../src/shared/pages/lesson';
import { launchBrowser } from '../../host/server/browser.mts';
import { lesson } from '../../views/panel/samples';
import { Harness } from './harness';

const recap: RecapView = {
  kind: 'recap',
  lesson: lesson.id,
  trackTitle: 'Incident reading',
  lessonTitle: lesson.title,
  tier: 'senior',
  unanswered: 0,
  recapHtml: '',
  tradeOffHtml: '',
  sources: [],
  pieces: [],
  places: [],
};

const hostile = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" onload="globalThis.ran = 1">
  <script>globalThis.ran = 1</script>
  <style>body { display: none }</style>
  <foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="globalThis.ran = 1"/></body></foreignObject>
  <a href="javascript:globalThis.ran = 1"><text>link</text></a>
  <image href="https://tracker.example/a.png"/>
  <use href="https://tracker.example/b.svg#x"/>
  <animate attributeName="href" values="javascript:globalThis.ran = 1"/>
  <g onclick="globalThis.ran = 1" style="fill: red"><rect id="kept" width="9" height="9" fill="url(https://tracker.example/c)" stroke="url(#paint)"/></g>
  <path xlink:href="https://tracker.example/d"/>
</svg>`;

describe('a lesson in the panel', () => {
  let browser: Browser;
  let harness: Harness;
  before(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    harness = await Harness.open(browser);
  });
  after(() => browser.close());

  it('draws a picture with a text alternative and nothing that runs, styles the page or loads', async () => {
    const requests: string[] = [];
    harness.page.on('request', (request) => requests.push(request.url()));
    await harness.draw({ ...recap, diagram: { svg: hostile, alt: 'A chain' } });
    const picture = harness.page.getByRole('img', { name: 'A chain' });
    assert.equal(await picture.count(), 1);
    await picture.locator('#kept').click();
    assert.equal(
      (await picture.innerHTML()).replace(/\s+/g, ' ').trim(),
      '<g><rect id="kept" width="9" height="9" stroke="url(#paint)"></rect></g> <path></path>',
    );
    assert.equal(await harness.page.evaluate('globalThis.ran'), undefined);
    assert.deepEqual(requests, []);
    // The policy already holds while the picture is read.
    await harness.close(/^Applying inline style violates/);
  });

  it('leaves out a picture that is not SVG', async () => {
    for (const svg of ['<svg', 'text', '<html xmlns="http://www.w3.org/1999/xhtml"/>']) {
      await harness.draw({ ...recap, recapHtml: `<p>${svg.length}</p>`, diagram: { svg, alt: 'none' } });
      assert.equal(await harness.page.locator('figure').count(), 0, svg);
    }
    // The browser styles its own report of malformed XML, which never reaches the page.
    await harness.close(/^Applying inline style violates/);
  });

  it('cannot run a script even where its text would reach the page as HTML', async () => {
    await harness.draw({ ...recap, recapHtml: '<img src="x" onerror="globalThis.ran = 1"><button id="b" onclick="globalThis.ran = 1">b</button>' });
    await harness.page.locator('#b').click();
    assert.equal(await harness.page.evaluate('globalThis.ran'), undefined);
    assert.ok(harness.complaints.some((complaint) => complaint.startsWith('Executing inline event handler violates')), harness.complaints.join());
    await harness.close(/Content Security Policy/);
  });

  it('opens with the style sheet and the script of the extension alone', async () => {
    const policy = await harness.page.locator('meta[http-equiv]').getAttribute('content');
    assert.match(policy ?? '', /^default-src 'none'; style-src http:\/\/panel\.test; script-src 'nonce-[\w-]{36}'; base-uri 'none'; form-action 'none'$/);
    assert.equal(await harness.page.locator('script:not([src]), style, [style]:not(html)').count(), 0);
    await harness.close();
  });
});
