// Prints the one line that ends a CI run and fails if anything failed. Plain JavaScript: it runs on
// whatever Node is on the PATH.
import { readFileSync } from 'node:fs';

const [file, ...endings] = process.argv.slice(2);

const counted = () => {
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

const { passed, failed } = counted();
// `npm run check` counts as one; so does a test run that failed without a failed test.
const [checked, tested] = endings.map((ending) => ending !== '0');
const others =
  Number(checked) + Number(tested && failed === 0) + Number(passed + failed === 0 && !tested);
console.log(`${passed} passed, ${failed + others} failed`);
process.exitCode = failed + others === 0 ? 0 : 1;
