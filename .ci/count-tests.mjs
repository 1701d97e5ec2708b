// Says again what failed, since a log of CI is read from its end, then prints the one line that ends a CI
// run; fails if anything failed. Plain JavaScript: it runs on whatever Node is on the PATH.
//
//     node .ci/count-tests.mjs CHECK_OUTPUT ENDING [RESULTS_FILE ENDING]...
import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';

const [checkOutput, checkEnding, ...endings] = process.argv.slice(2);
/** Of one failure: enough for its message and where it was thrown. */
const shownLines = 25;

const text = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const resultsOf = (file) => {
  try {
    const { numPassedTests, testResults } = JSON.parse(text(file));
    return { passed: numPassedTests, files: testResults };
  } catch {
    return { passed: 0, files: [] };
  }
};

const told = (what, why) => {
  const own = why
    .split('\n')
    .filter((line) => !/^\s+at .*(node_modules|node:internal|<anonymous>)/.test(line));
  const lines = own.slice(0, shownLines);
  return [`FAILED ${what}`, ...lines.map((line) => `  ${line}`)].join('\n');
};

const failuresOfFile = ({ name, status, message, assertionResults }) => {
  const path = relative('.', name);
  const failed = assertionResults.filter((each) => each.status === 'failed');
  // A file that could not be loaded has no failed test, nor has one whose preparation failed; of the latter
  // vitest gives no message.
  if (status === 'failed' && failed.length === 0)
    return [
      told(path, message || 'It failed outside of its tests, as in a beforeAll; the log says how.'),
    ];
  return failed.map((each) => told(`${path} > ${each.fullName}`, each.failureMessages.join('\n')));
};

/** Of one suite: a suite that fails without a failure or succeeds without a test counts as one failure. */
const judged = (file, ending) => {
  const { passed, files } = resultsOf(file);
  const failures = files.flatMap(failuresOfFile);
  const suite = basename(file, '.json');
  if (ending === '0' && passed === 0) failures.push(told(suite, 'It ended well without any test.'));
  if (ending !== '0' && failures.length === 0)
    failures.push(told(suite, `It ended with ${ending} though no test of it failed.`));
  return { passed, failures };
};

/** `npm run check` counts as one. */
const failedChecks = () => {
  if (checkEnding === '0') return [];
  const lines = text(checkOutput).split('\n');
  const first = lines.findIndex((line) => line.startsWith('✗'));
  return [told('npm run check', lines.slice(Math.max(first, 0)).join('\n'))];
};

const failures = failedChecks();
let passed = 0;
for (let at = 0; at < endings.length; at += 2) {
  const suite = judged(endings[at], endings[at + 1]);
  passed += suite.passed;
  failures.push(...suite.failures);
}
for (const failure of failures) console.log(`${failure}\n`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
