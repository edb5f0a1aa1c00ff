import assert from 'node:assert/strict';
import { isTest, isTooling } from '../../../src/engine/scan/quiet';

describe('code that is left alone', () => {
  for (const file of ['tests/pool.ts', 'tests2/utils.ts', 'src/__tests__/a.js', 'internal/destinationmockserver/router.go', 'cmd/mock-server/main.go', 'cmd/test-server/handlers.go', 'src/orderTest.js', 'api/pool_test.go', 'forge/containers/stub/index.js', 'src/service/page.integ.ts', 'web/cypress/server.js', 'src/test-helpers.ts', 'bats/callback/index.ts', 'src/board/loadtest/create.ts', 'src/uploads/test-helpers/server.js']) {
    it(`takes ${file} for a test`, () => {
      assert.equal(isTest(file), true);
    });
  }

  for (const file of ['src/latest.js', 'src/contests/list.ts', 'server/mockery.go', 'src/attestations2/verify.ts', 'src/slack-integration.ts', 'src/latest-helpers.ts']) {
    it(`does not take ${file} for one`, () => {
      assert.equal(isTest(file), false);
    });
  }

  it('takes the module that migrates for a tool', () => {
    assert.equal(isTooling('danger/labels.ts'), true);
    assert.equal(isTooling('dangerfile.ts'), true);
    assert.equal(isTooling('src/dangerous/labels.ts'), false);
    assert.equal(isTooling('server/src/db/migrate.js'), true);
    assert.equal(isTooling('server/src/db/migrations-service.js'), false);
  });
});
