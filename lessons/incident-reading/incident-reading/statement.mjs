import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { statementRows } from './ledger.mjs';

const server = createServer(async (req, res) => {
  const { pathname, searchParams } = new URL(req.url, 'http://bank.example');
  if (pathname === '/balance') {
    res.setHeader('content-type', 'application/json');
    res.end('{"cents":1200}');
  } else if (pathname === '/statement') {
    // A year of transfers, some 200,000 lines.
    const rows = await statementRows(searchParams.get('account'));
    const csv = rows.map((row) => `${row.at},${row.text},${row.cents}`).join('\n');
    const packed = gzipSync(csv);
    res.setHeader('content-type', 'text/csv');
    res.setHeader('content-encoding', 'gzip');
    res.end(packed);
  } else {
    res.statusCode = 404;
    res.end();
  }
});

server.listen(3000);
