// Adds up vitest's JSON reports: node count.js FOLDER LEAST. Prints `N passed, N failed`, with at least LEAST failed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, least] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder).filter(each => each.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  // A file that cannot be loaded has failed without a test of its own.
  const broken = report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  ).length;
  passed += report.numPassedTests;
  failed += report.numFailedTests + broken;
}
failed = Math.max(failed, Number(least), passed === 0 ? 1 : 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
