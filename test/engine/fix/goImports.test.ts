import assert from 'node:assert/strict';
import { ensureGoImport, ensureGoImports } from '../../../src/engine/fix/go/imports';
import { applyEdits } from '../../../src/engine/text/edits';
import { goSource } from '../support/parse';

const lines = (...text: string[]) => `${text.join('\n')}\n`;

const cases: readonly [name: string, before: string, paths: readonly string[], after: string][] = [
  [
    'adds the first import after the package clause',
    lines('package a // doc', '', 'func f() {}'),
    ['time'],
    lines('package a // doc', '', 'import "time"', '', 'func f() {}'),
  ],
  [
    'adds several first imports as a group, third parties apart',
    lines('package a', '', 'func f() {}'),
    ['time', 'github.com/jackc/pgx/v5', 'context'],
    lines('package a', '', 'import (', '\t"context"', '\t"time"', '', '\t"github.com/jackc/pgx/v5"', ')', '', 'func f() {}'),
  ],
  [
    'turns a single import into a sorted group',
    lines('package a', '', 'import "net/http"', '', 'var _ http.Client'),
    ['context'],
    lines('package a', '', 'import (', '\t"context"', '\t"net/http"', ')', '', 'var _ http.Client'),
  ],
  [
    'keeps a single third-party import in a block of its own',
    lines('package a', '', 'import pg "github.com/jackc/pgx/v5/pgxpool"', '', 'var _ pg.Pool'),
    ['time', 'context'],
    lines('package a', '', 'import (', '\t"context"', '\t"time"', '', '\tpg "github.com/jackc/pgx/v5/pgxpool"', ')', '', 'var _ pg.Pool'),
  ],
  [
    'goes to the standard block, in order',
    lines('package a', '', 'import (', '\t"context"', '\t"net/http"', '', '\t"github.com/x/y"', ')'),
    ['fmt', 'time'],
    lines('package a', '', 'import (', '\t"context"', '\t"fmt"', '\t"net/http"', '\t"time"', '', '\t"github.com/x/y"', ')'),
  ],
  [
    'goes before the first of a block, below the comment that heads it',
    lines('package a', '', 'import (', '\t// standard', '\t"net/http"', ')'),
    ['context', 'errors'],
    lines('package a', '', 'import (', '\t// standard', '\t"context"', '\t"errors"', '\t"net/http"', ')'),
  ],
  [
    'opens a standard block above the others',
    lines('package a', '', 'import (', '\t"github.com/x/y"', ')'),
    ['time', 'context'],
    lines('package a', '', 'import (', '\t"context"', '\t"time"', '', '\t"github.com/x/y"', ')'),
  ],
  [
    'opens a third-party block below the others',
    lines('package a', '', 'import (', '\t"context" // for f', ')'),
    ['github.com/x/y'],
    lines('package a', '', 'import (', '\t"context" // for f', '', '\t"github.com/x/y"', ')'),
  ],
  [
    'joins the third-party block nearest by path',
    lines('package a', '', 'import (', '\t"fmt"', '', '\t"github.com/z/z"', '', '\t"corp.example/app/db"', ')'),
    ['github.com/a/a', 'corp.example/app/log'],
    lines('package a', '', 'import (', '\t"fmt"', '', '\t"github.com/a/a"', '\t"github.com/z/z"', '', '\t"corp.example/app/db"', '\t"corp.example/app/log"', ')'),
  ],
  [
    'keeps to a block that mixes both kinds',
    lines('package a', '', 'import (', '\t"fmt"', '\t"github.com/x/y"', '\t"os"', ')'),
    ['time', 'context'],
    lines('package a', '', 'import (', '\t"context"', '\t"fmt"', '\t"github.com/x/y"', '\t"os"', '\t"time"', ')'),
  ],
  [
    'does not take a module of its own for the standard library',
    lines('package a', '', 'import (', '\t"shop/internal/db"', ')'),
    ['time'],
    lines('package a', '', 'import (', '\t"time"', '', '\t"shop/internal/db"', ')'),
  ],
  [
    'leaves the explanation of a blank import with it',
    lines('package a', '', 'import (', '\t// the driver', '\t_ "net/http/pprof"', ')'),
    ['context'],
    lines('package a', '', 'import (', '\t"context"', '\t// the driver', '\t_ "net/http/pprof"', ')'),
  ],
  [
    'adds a line where the file has one declaration an import',
    lines('package a', '', 'import "fmt"', 'import "os"', '', 'var _ = fmt.Sprint(os.Args)'),
    ['time'],
    lines('package a', '', 'import "fmt"', 'import "os"', 'import "time"', '', 'var _ = fmt.Sprint(os.Args)'),
  ],
  [
    'leaves the import of cgo alone',
    lines('package a', '', '// #include <stdio.h>', 'import "C"', '', 'var _ C.int'),
    ['time'],
    lines('package a', '', '// #include <stdio.h>', 'import "C"', '', 'import "time"', '', 'var _ C.int'),
  ],
  [
    'writes CRLF where the file does',
    'package a\r\n\r\nimport (\r\n\t"context"\r\n)\r\n',
    ['time'],
    'package a\r\n\r\nimport (\r\n\t"context"\r\n\t"time"\r\n)\r\n',
  ],
  ['cannot import into a pasted fragment', lines('func f() { g() }'), ['time'], lines('func f() { g() }')],
];

describe('imports of a Go file', () => {
  for (const [name, before, paths, after] of cases) {
    it(name, async () => {
      const { locals, edits } = ensureGoImports(await goSource(before), paths.map((path) => ({ path })));
      assert.equal(applyEdits(before, edits), after);
      assert.equal(locals.length, paths.length);
    });
  }

  it('uses an import under the name it has', async () => {
    const source = await goSource(lines('package a', '', 'import (', '\tclock "time"', '\tpool "github.com/jackc/pgx/v5/pgxpool"', ')'));
    assert.deepEqual(ensureGoImport(source, 'time'), { local: 'clock', edits: [] });
    assert.equal(ensureGoImport(source, 'github.com/jackc/pgx/v5/pgxpool').local, 'pool');
  });

  it('imports a package again that was only imported for its side effects', async () => {
    const text = lines('package a', '', 'import _ "time"');
    const { local, edits } = ensureGoImport(await goSource(text), 'time');
    assert.equal(local, 'time');
    assert.match(applyEdits(text, edits), /\n\t"time"\n/);
  });

  it('takes an alias where the name means something else', async () => {
    const text = lines('package a', '', 'func time() int { return 1 }');
    const { local, edits } = ensureGoImport(await goSource(text), 'time');
    assert.equal(local, 'stdtime');
    assert.equal(applyEdits(text, edits), lines('package a', '', 'import stdtime "time"', '', 'func time() int { return 1 }'));
  });

  it('does not mind a field or a method of that name', async () => {
    const source = await goSource(lines('package a', '', 'type T struct{ time int }', '', 'func (t T) context() int { return t.time }'));
    assert.equal(ensureGoImport(source, 'time').local, 'time');
    assert.equal(ensureGoImport(source, 'context').local, 'context');
  });

  it('knows a package by its own name where the path hides it', async () => {
    const text = lines('package a', '', 'import (', '\t"github.com/redis/go-redis/v9"', ')');
    assert.deepEqual(ensureGoImport(await goSource(text), 'github.com/redis/go-redis/v9', 'redis'), { local: 'redis', edits: [] });
  });
});
