const test = require('node:test');
const assert = require('node:assert/strict');
const router = require('./accounts');

test('signing in is a route', () => {
  assert.equal(typeof router, 'function');
});
