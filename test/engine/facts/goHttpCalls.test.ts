import assert from 'node:assert/strict';
import { httpCallsIn, type HttpCall } from '../../../src/engine/facts/go/httpCalls';
import { goSource } from '../support/parse';

const header = `package main
import (
  "context"
  "net/http"
  "time"
)
`;

const cases: readonly [name: string, text: string, calls: readonly Pick<HttpCall, 'shape' | 'limit'>[]][] = [
  ['http.Get', `func f() { http.Get("x") }`, [{ shape: 'get', limit: 'none' }]],
  ['http.Get with a default someone limits', `func f() { http.DefaultClient.Timeout = time.Second; http.Get("x") }`, [{ shape: 'get', limit: 'unknown' }]],
  ['the default client', `func f(r *http.Request) { http.DefaultClient.Do(r) }`, [{ shape: 'do', limit: 'unknown' }]],
  ['a request without a context', `func f() { r, _ := http.NewRequest("GET", "x", nil); http.DefaultClient.Do(r) }`, [{ shape: 'do', limit: 'none' }]],
  ['a request with the background', `func f() { r, _ := http.NewRequestWithContext(context.Background(), "GET", "x", nil); http.DefaultClient.Do(r) }`, [{ shape: 'do', limit: 'none' }]],
  ["a request with the caller's context", `func f(ctx context.Context) { r, _ := http.NewRequestWithContext(ctx, "GET", "x", nil); http.DefaultClient.Do(r) }`, [{ shape: 'do', limit: 'unknown' }]],
  [
    'a request with a deadline',
    `func f() { ctx, cancel := context.WithTimeout(context.Background(), time.Second); defer cancel(); r, _ := http.NewRequest("GET", "x", nil); http.DefaultClient.Do(r.WithContext(ctx)) }`,
    [{ shape: 'do', limit: 'set' }],
  ],
  ['a request given another context later', `func f(ctx context.Context) { r, _ := http.NewRequest("GET", "x", nil); r = r.WithContext(ctx); http.DefaultClient.Do(r) }`, [{ shape: 'do', limit: 'unknown' }]],
  ['a client with no timeout', `func f() { c := &http.Client{}; c.Head("x") }`, [{ shape: 'head', limit: 'none' }]],
  ['a client with a timeout', `var c = http.Client{Timeout: time.Second}\nfunc f() { c.PostForm("x", nil) }`, [{ shape: 'form', limit: 'set' }]],
  ['a client given a timeout later', `func f() { c := &http.Client{}; c.Timeout = time.Second; c.Get("x") }`, [{ shape: 'get', limit: 'unknown' }]],
  ['a client from elsewhere', `func f(c *http.Client) { c.Get("x") }`, [{ shape: 'get', limit: 'unknown' }]],
  ['a client in a struct', `type s struct { c *http.Client }\nfunc n() *s { return &s{c: &http.Client{}} }\nfunc (s *s) f() { s.c.Get("x") }`, [{ shape: 'get', limit: 'none' }]],
  ['a client in a struct that is set elsewhere', `type s struct { c *http.Client }\nfunc (s *s) f() { s.c.Get("x") }`, [{ shape: 'get', limit: 'unknown' }]],
  ['a transport with limits of its own', `func f() { c := &http.Client{Transport: &http.Transport{ResponseHeaderTimeout: time.Second}}; c.Get("x") }`, [{ shape: 'get', limit: 'unknown' }]],
  ['a client in parentheses', `func f() { (&http.Client{}).Get("x") }`, [{ shape: 'get', limit: 'unknown' }]],
  ['a method of the same name', `type g struct{}\nfunc (g) Get(string) {}\nfunc f(x g) { x.Get("x") }`, []],
];

describe('calls of net/http', () => {
  for (const [name, text, calls] of cases) {
    it(`reads ${name}`, async () => {
      const source = await goSource(header + text);
      assert.deepEqual(httpCallsIn(source.tree.rootNode, source).map(({ shape, limit }) => ({ shape, limit })), calls);
    });
  }
});
