import type { Example } from './model';

const lesson = 'wrapped-errors';
const rule = 'compare-wrapped-error';
const snippet = 'order.go';

/** An error that is compared and not looked into: right until somebody wraps it. */
export const goExample: Example = {
  lesson,
  rule,
  files: [
    { path: `lessons/${lesson}/lesson.md`, text: lessonText(), purpose: 'a first lesson of your own, to change or replace' },
    { path: `lessons/${lesson}/${snippet}`, text: snippetText(), purpose: 'the code it shows' },
    { path: `rules/${rule}.yml`, text: ruleText(), purpose: 'a rule of your own with its fix and fixtures' },
  ],
};

function snippetText(): string {
  return `package orders

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
)

func (s *Store) Find(ctx context.Context, id string) (Order, error) {
	var order Order
	row := s.db.QueryRowContext(ctx, "SELECT id, total FROM orders WHERE id = $1", id)
	if err := row.Scan(&order.ID, &order.Total); err != nil {
		return Order{}, fmt.Errorf("find order %s: %w", id, err)
	}
	return order, nil
}

func (s *Server) Show(w http.ResponseWriter, r *http.Request) {
	order, err := s.store.Find(r.Context(), r.PathValue("id"))
	switch {
	case errors.Is(err, context.Canceled):
	case err == sql.ErrNoRows:
		http.Error(w, "no such order", http.StatusNotFound)
	case err != nil:
		http.Error(w, "cannot read the order", http.StatusInternalServerError)
	default:
		s.write(w, order)
	}
}
`;
}

function lessonText(): string {
  return `---
# A lesson of your own. The folder has its id; its code is a real file beside it, or live code of this repository:
# "Altitude: Make a Lesson from This Selection" writes a lesson around a function that you select.
id: ${lesson}
title: The 404 that became a 500
crux: A wrapped error no longer equals the one inside it; ask what it is, not whether it is the same.
goal: Know what wrapping does to a comparison, and test for errors in a way that survives it.
tier: junior
minutes: 3
sources:
  - title: "Go: errors.Is"
    url: https://pkg.go.dev/errors#Is
  - title: "Go blog: Working with Errors in Go 1.13"
    url: https://go.dev/blog/go1.13-errors
pieces:
  - id: show
    rule: ${rule}
    snippet: ${snippet}
    # The marked lines: any text that stands in the snippet once.
    hot:
      - 'fmt.Errorf("find order %s: %w", id, err)'
      - case err == sql.ErrNoRows
---

## The 404 that became a 500 {#show}

An order service in Go 1.22 with \`database/sql\`. \`Find\` used to return the error of \`Scan\` as it was. Since a deploy it
adds which order it looked for, and the logs are easier to read. Since the same deploy an unknown id is answered with 500.

::: quiz Unknown orders answer 500. What do you change first?

Alerts go off for every mistyped link, and callers that retry on 500 now ask several times for what is not there. Which
change reaches the cause?

- [ ] Return the plain error from \`Find\` again, and write the id of the order to the log inside it. {#unwrap}

  This works until the next layer adds context, and takes away what made the logs readable. A caller that breaks when a
  message gains words is what made a harmless change dangerous. The test for the error is where it is mended.

- [ ] Answer 404 for every error of \`Find\`, because a failed lookup means that there is no order. {#always-not-found}

  A database that is down would then look like an empty one: no alert, and callers that treat the order as deleted. Two
  causes need two answers. What is missing is a test that tells them apart through the wrapping.

- [x] Ask \`errors.Is(err, sql.ErrNoRows)\` in \`Show\`, which looks through the wrapping. {#errors-is}

  \`%w\` puts the error of \`Scan\` inside a new one, so \`==\` compares two different values and is false. \`errors.Is\` follows
  the chain of wrapped errors and finds \`sql.ErrNoRows\` in it. A test for an error has to survive the next layer that wraps it.

- [ ] Look for the words "no rows in result set" in \`err.Error()\`, which the wrapping keeps. {#match-the-text}

  The text does survive, and is promised by nobody: another driver or a later version may word it differently, and an id
  that holds these words would match. The error's identity is promised, and \`errors.Is\` finds it inside the wrapping.

:::

::: hints

1. One line in \`Find\` changed, and no test failed. Who looks at what it returns?
2. What does \`%w\` return: the error it was given, or another one?
3. Two lines of the switch ask for an error in different ways. Only one of them still works.

:::

::: fix

The fix asks with \`errors.Is\`. For an error that nobody wrapped it answers what \`==\` did, since it compares with the error
itself first. Look at the other tests for the same error: \`!=\` and \`switch err\` break the same way.

:::

## Recap {#recap}

Adding context to an error changes its identity. Whoever asked with \`==\` now gets the answer for unknown errors, and a
missing row becomes an outage in the metrics.

## Trade-off {#trade-off}

Wrapping makes the inner error part of what a function promises: callers may come to rely on it. Where that is not wanted,
wrap with \`%v\`, or return an error of your own, such as \`ErrNotFound\`, and hide which database is behind it.
`;
}

function ruleText(): string {
  return `# A rule of your own, in the format of ast-grep (https://ast-grep.github.io/reference/yaml.html) with lesson, grade and
# fixtures. \`altitude test-rules\` runs the fixtures; \`altitude scan\` and the editor find and fix with it.
id: ${rule}
language: Go
message: This comparison fails once the error is wrapped
note: |
  \`fmt.Errorf\` with \`%w\` puts an error inside another, and \`==\` no longer finds it. \`errors.Is\` looks inside.
severity: warning
rule:
  # A pattern has to parse by itself: an expression of Go stands in a function, and the selector takes it out.
  pattern:
    context: func _() bool { return $ERR == sql.ErrNoRows }
    selector: binary_expression
  # The fix of a rule cannot add an import, so it speaks of files that have it.
  inside:
    kind: source_file
    stopBy: end
    has:
      kind: import_spec
      regex: ^"errors"$
      stopBy: end
fix: errors.Is($ERR, sql.ErrNoRows)
# safe: the fix changes nothing that works today. review: somebody has to look, as here, where wrapped errors now match.
grade: review
# The lesson that explains it; #show is the piece.
lesson: ${lesson}#show
valid:
  - |
    package orders
    import "errors"
    func missing(err error) bool { return errors.Is(err, sql.ErrNoRows) }
  - |
    package orders
    import "fmt"
    func missing(err error) bool { return err == sql.ErrNoRows }
invalid:
  - code: |
      package orders
      import "errors"
      func missing(err error) bool { return err == sql.ErrNoRows }
    fixed: |
      package orders
      import "errors"
      func missing(err error) bool { return errors.Is(err, sql.ErrNoRows) }
`;
}
