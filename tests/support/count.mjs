// SPDX-License-Identifier: EUPL-1.2
// count.mjs boost|vitest|command REPORT EXIT_STATUS [AGAIN EXIT_STATUS]: prints "PASSED FAILED" of one suite, names what failed
// on standard error. A suite that crashed, ran nothing, or skipped a test has failed as well: silence never counts as success.
// AGAIN is the report of a second run of some files: it stands in for theirs, and what failed only the first time is named.
// count.mjs again REPORT: prints the files that are worth a second run, none where more failed than an accident explains.
import {readFileSync} from 'node:fs';

const [kind, path, firstStatus, again, againStatus] = process.argv.slice(2);
const status = againStatus ?? firstStatus;
const mostFilesAgain = 3, mostFailuresAgain = 5;

function boost(text) {
  const plain = text.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  return plain.split('<testcase ').slice(1).map((block) => {
    const attribute = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(block)?.[1] ?? '';
    return {name: `${attribute('classname')}/${attribute('name')}`, passed: !/<(failure|error|skipped)\b/.test(block)};
  });
}

function casesOf(file) {
  const cases = file.assertionResults.map((one) => ({name: one.fullName, passed: one.status === 'passed', failed: one.status === 'failed'}));
  const silent = cases.length === 0 || (file.status === 'failed' && cases.every((one) => one.passed));
  return silent ? [...cases, {name: `${file.name}: ${file.message || 'no test ran'}`, passed: false, failed: true}] : cases;
}

function vitest(text) {
  const files = JSON.parse(text).testResults;
  const second = again === undefined ? [] : JSON.parse(readFileSync(again, 'utf8')).testResults;
  return files.flatMap((file) => {
    const repeated = second.find((one) => one.name === file.name);
    if (repeated === undefined) return casesOf(file);
    for (const {name} of casesOf(file).filter((one) => !one.passed)) console.error(`  run again, since it failed: ${name}`);
    return casesOf(repeated);
  });
}

// A few failures in a few files, never a test that was left out.
function worthAnother(text) {
  const wrong = JSON.parse(text).testResults.filter((file) => casesOf(file).some((one) => !one.passed));
  const failures = wrong.flatMap(casesOf).filter((one) => one.failed).length;
  const accident = wrong.length <= mostFilesAgain && failures <= mostFailuresAgain && wrong.every((file) => file.status === 'failed');
  return accident ? wrong.map((file) => file.name) : [];
}

if (kind === 'again') {
  try {
    for (const name of worthAnother(readFileSync(path, 'utf8'))) console.log(name);
  } catch {
    // No report: nothing to run again.
  }
  process.exit();
}

let cases = [];
try {
  cases = kind === 'command' ? [{name: `exit status ${status}, where 0 is wanted`, passed: status === '0'}] : {boost, vitest}[kind](readFileSync(path, 'utf8'));
} catch (error) {
  console.error(`  no report: ${error.message}`);
}
const failures = cases.filter((one) => !one.passed).map((one) => one.name);
if (cases.length === 0) {
  failures.push(`no test ran (exit status ${status})`);
} else if (status !== '0' && failures.length === 0) {
  failures.push(`ended with exit status ${status}`);
}
for (const name of failures) {
  console.error(`  failed: ${name.replaceAll(/\s+/g, ' ').slice(0, 300)}`);
}
console.log(`${cases.filter((one) => one.passed).length} ${failures.length}`);
