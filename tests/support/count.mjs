// SPDX-License-Identifier: EUPL-1.2
// count.mjs boost|vitest|command REPORT EXIT_STATUS: prints "PASSED FAILED" of one suite, names what failed on standard error.
// A suite that crashed, ran nothing, or skipped a test has failed as well: silence never counts as success.
import {readFileSync} from 'node:fs';

const [kind, path, status] = process.argv.slice(2);

function boost(text) {
  const plain = text.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  return plain.split('<testcase ').slice(1).map((block) => {
    const attribute = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(block)?.[1] ?? '';
    return {name: `${attribute('classname')}/${attribute('name')}`, passed: !/<(failure|error|skipped)\b/.test(block)};
  });
}

function vitest(text) {
  return JSON.parse(text).testResults.flatMap((file) => {
    const cases = file.assertionResults.map((one) => ({name: one.fullName, passed: one.status === 'passed'}));
    const silent = cases.length === 0 || (file.status === 'failed' && cases.every((one) => one.passed));
    return silent ? [...cases, {name: `${file.name}: ${file.message || 'no test ran'}`, passed: false}] : cases;
  });
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
