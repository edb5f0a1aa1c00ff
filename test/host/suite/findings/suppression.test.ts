import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, apply, blockingHandlers, unboundedPool, untilFindings, usePlayground, useSettings } from './support';

const go = `package worker

import (
	"context"
	"net/http"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Server answers over the pool.
type Server struct{ pool *pgxpool.Pool }

// Ping waits for a connection.
func (s *Server) Ping(w http.ResponseWriter, r *http.Request) {
	conn, err := s.pool.Acquire(context.Background())
	if err != nil {
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	conn.Release()
	w.WriteHeader(http.StatusNoContent)
}
`;

describe('suppressing a finding', () => {
  const play = usePlayground();
  useSettings({ 'files.autoSave': 'off' });

  async function suppress(document: vscode.TextDocument, index = 0): Promise<void> {
    const findings = await untilFindings(document.uri, index + 1);
    const finding = findings[index];
    assert.ok(finding);
    await apply(await actionsAt(document.uri, finding.range), 'Suppress');
  }

  it('puts the comment above the line, the reason selected', async () => {
    // A name of its own: that another test's file of the same name is gone may be reported only now.
    const editor = await play().open('held.js', unboundedPool);
    await suppress(editor.document);
    await untilFindings(editor.document.uri, 0);
    assert.equal(editor.document.lineAt(2).text, '// altitude-disable-next-line pool-acquire-without-timeout -- reason');
    assert.equal(editor.document.getText(editor.selection), 'reason');
    await vscode.commands.executeCommand('type', { text: 'one caller at a time' });
    assert.equal(editor.document.lineAt(2).text, '// altitude-disable-next-line pool-acquire-without-timeout -- one caller at a time');
    assert.equal(editor.document.lineAt(3).text, 'const pool = new Pool({ max: 10 });');
  });

  it('indents the comment as the line is, with spaces', async () => {
    const one = blockingHandlers.replace("res.send(fs.readFileSync('prices.txt', 'utf8'));", 'res.sendStatus(204);');
    const { document } = await play().open('terms.js', one);
    await suppress(document);
    await untilFindings(document.uri, 0);
    assert.equal(document.lineAt(7).text, '    // altitude-disable-next-line sync-in-request-path -- reason');
    assert.equal(document.lineAt(8).text, one.split('\n')[7]);
  });

  it('indents the comment as the line is, with tabs, in Go', async () => {
    const { document } = await play().open('ping.go', go);
    await suppress(document);
    await untilFindings(document.uri, 0);
    const comment = document.lineAt(14).text;
    assert.match(comment, /^\t\/\/ altitude-disable-next-line [a-z-]+ -- reason$/);
    assert.equal(document.getText().replace(`${comment}\n`, ''), go);
  });

  it('keeps CRLF', async () => {
    const text = unboundedPool.replaceAll('\n', '\r\n');
    const { document } = await play().open('db.js', text);
    await suppress(document);
    await untilFindings(document.uri, 0);
    assert.equal(document.getText(), text.replace('const pool', '// altitude-disable-next-line pool-acquire-without-timeout -- reason\r\nconst pool'));
  });

  it('goes above the statement where the line before is inside a template', async () => {
    const text = `const express = require('express');
const fs = require('fs');

const router = express.Router();

router.get('/terms', async (req, res) => {
  res.send(\`Terms:
    \${fs.readFileSync('terms.txt', 'utf8')}
  \`);
});

module.exports = router;
`;
    const { document } = await play().open('terms.js', text);
    await suppress(document);
    await untilFindings(document.uri, 0);
    assert.equal(document.getText(), text.replace('  res.send', '  // altitude-disable-next-line sync-in-request-path -- reason\n  res.send'));
  });

  it('is undone in one step', async () => {
    const { document } = await play().open('db.js', unboundedPool);
    await suppress(document);
    await untilFindings(document.uri, 0);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), unboundedPool);
    await untilFindings(document.uri, 1);
  });
});
