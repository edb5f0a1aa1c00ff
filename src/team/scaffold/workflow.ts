import type { NewFile } from './model';

export const workflowFile = '.github/workflows/altitude.yml';

/** Beside what it is a baseline of, as the README's examples have it. */
const baselineFile = 'altitude-baseline.json';

/** What runs all of it for each pull request on GitHub. */
export const workflow: readonly NewFile[] = [
  {
    path: workflowFile,
    purpose: 'checks lessons and rules, and fails a pull request for new findings',
    text: `# Lessons and rules of .altitude are checked, new findings fail a pull request, and all of them show in its diff.
# ALTITUDE_PACKAGE is a variable of this repository: where you keep the file that \`npm pack\` makes of Altitude, as a
# path or as the address of a release.
name: altitude
on:
  pull_request:
permissions:
  contents: read
  security-events: write
jobs:
  altitude:
    runs-on: ubuntu-latest
    env:
      ALTITUDE_PACKAGE: \${{ vars.ALTITUDE_PACKAGE }}
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - name: Install
        run: npm install --global "\${ALTITUDE_PACKAGE:?is not set; see the comment at the top of this workflow}"
      - name: Check the lessons
        run: altitude lint-lessons
      - name: Test the rules
        run: altitude test-rules
      - name: Scan
        # 1 means findings: those are for the next steps and for the reviewer. 2 is an error, and fails here.
        run: altitude scan . --changed-since "origin/$GITHUB_BASE_REF" --format sarif > altitude.sarif || [ $? -eq 1 ]
      - name: Show in the pull request
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: altitude.sarif
          category: altitude
      - name: Fail for what is new
        # \`altitude scan . --baseline ${baselineFile} --update-baseline\` accepts what is there today.
        run: altitude scan . --changed-since "origin/$GITHUB_BASE_REF" --baseline ${baselineFile}
`,
  },
  {
    path: baselineFile,
    purpose: 'findings that are accepted: none yet',
    text: `${JSON.stringify({ version: 1, findings: {} }, undefined, 2)}\n`,
  },
];
