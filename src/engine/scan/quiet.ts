/** Folders that hold no code of the reader's own. */
const vendored = /(?:^|\/)(?:node_modules|bower_components|vendor|third_party|dist|build|out|coverage|\.[^/]+)(?:\/|$)/;

const tests =
  /(?:^|\/)(?:tests?\d*|__tests__|__mocks__|__e2e__|cypress|bats|spec|specs|e2e|fixtures?|testdata|mocks?|stubs?|[\w.-]*(?:mock|test)[-_]?servers?|benchmarks?|bench|_?examples?|stories|testing|load[-_]?tests?|test[-_]?(?:helpers?|utils?|support)|[\w.-]+[-_]tests?)\/|(?:^|\/)test[-_]?(?:helpers?|utils?|support)\.[cm]?[jt]sx?$|[._-](?:test|servertest|spec|e2e|bench|stories|fixture)s?\.[cm]?[jt]sx?$|\.(?:integ|integration)\.[cm]?[jt]sx?$|_test\.go$/i;

/** `orderTest.js`, but not `latest.js`. */
const camelTests = /[a-z](?:Tests?|Spec)\.[cm]?[jt]sx?$/;

const generated = /\.(?:min|bundle|generated|gen)\.[cm]?[jt]sx?$|\.pb(?:\.gw)?\.go$|_gen(?:erated)?\.go$|\.d\.[cm]?ts$|(?:^|\/)zz_generated/;

/** Tools that run once and may block: nobody waits for another request meanwhile. */
const tooling =
  /(?:^|\/)(?:scripts?|tools?|tooling|bin|cli|seeds?|seeders|danger)\/|(?:^|\/)migrate\.[cm]?[jt]s$|(?:^|\/)(?:gulpfile|gruntfile|jakefile|dangerfile|webpack|rollup|vite|esbuild|babel|jest|karma|eslint|prettier|knexfile)[^/]*\.[cm]?[jt]s$|\.config\.[cm]?[jt]s$/i;

/** Paths are relative to the scanned root, so that a root which itself lies under `test/` is still scanned. */
export const isVendored = (relative: string): boolean => vendored.test(relative);
export const isTest = (relative: string): boolean => tests.test(relative) || camelTests.test(relative);
export const isGeneratedName = (relative: string): boolean => generated.test(relative);
export const isTooling = (relative: string): boolean => tooling.test(relative);
