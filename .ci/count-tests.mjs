// Prints the one line that ends a CI run and fails if anything failed. Plain JavaScript: it runs on
// whatever Node is on the PATH.
//
//     node .ci/count-tests.mjs CHECK_ENDING [RESULTS_FILE ENDING]...
import { readFileSync } from 'node:fs';

const [checked, ...suites] = process.argv.slice(2);

const counted = (file) => {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    // A file that could not be loaded has no tests to fail.
    const broken = testResults.filter(
      (each) => each.status === 'failed' && !each.assertionResults.length,
    );
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  } catch {
    return { passed: 0, failed: 0 };
  }
};

let passed = 0;
// `npm run check` counts as one.
let failed = checked === '0' ? 0 : 1;
for (let at = 0; at < suites.length; at += 2) {
  const results = counted(suites[at]);
  const succeeded = suites[at + 1] === '0';
  passed += results.passed;
  failed += results.failed;
  // So does a suite that failed without a failed test, or that succeeded without any.
  const isOdd = succeeded ? results.passed === 0 : results.failed === 0;
  if (isOdd) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
