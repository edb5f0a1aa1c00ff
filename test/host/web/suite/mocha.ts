// Imported before any test: it defines `describe` and `it`.
import 'mocha/mocha.js';

// Mocha draws in a browser with other signs than on a terminal.
Mocha.reporters.Base.symbols.ok = '✔';

mocha.setup({ ui: 'bdd', reporter: 'spec', color: false, timeout: 120_000 });
