// SPDX-License-Identifier: EUPL-1.2
// How tests/run counts: silence, crashes and skipped tests must not look like success.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {root} from '../support/environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-count-'));
afterAll(() => rmSync(folder, {recursive: true}));

const boost = (...cases: string[]) => `<testsuite>${cases.map((inner, i) => `<testcase classname="s" name="c${i}">${inner}</testcase>`).join('')}</testsuite>`;
const vitest = (status: string, ...cases: string[]) => JSON.stringify({
  testResults: [{name: 'a.test.ts', status, message: '', assertionResults: cases.map((one) => ({fullName: 'x', status: one}))}],
});

const count = (...words: string[]) =>
  spawnSync(process.execPath, [join(root, 'tests', 'support', 'count.mjs'), ...words], {encoding: 'utf8'});

it.each([
  ['boost', 'all pass', boost('', ''), 0, '2 0'],
  ['boost', 'one fails', boost('', '<failure message="m"/>'), 201, '1 1'],
  ['boost', 'one throws', boost('<error message="m"/>'), 201, '0 1'],
  ['boost', 'one is skipped', boost('', '<skipped/>'), 0, '1 1'],
  ['boost', 'one only speaks of failure', boost('<system-out><![CDATA[<failure ]]></system-out>'), 0, '1 0'],
  ['boost', 'all pass and the process ends badly', boost(''), 66, '1 1'],
  ['boost', 'the report is cut off', '', 0, '0 1'],
  ['boost', 'there is no report', null, 0, '0 1'],
  ['vitest', 'all pass', vitest('passed', 'passed', 'passed'), 0, '2 0'],
  ['vitest', 'one fails', vitest('failed', 'passed', 'failed'), 1, '1 1'],
  ['vitest', 'one is skipped', vitest('passed', 'passed', 'skipped'), 0, '1 1'],
  ['vitest', 'a file cannot be loaded', vitest('failed'), 1, '0 1'],
  ['vitest', 'clearing up fails', vitest('failed', 'passed'), 1, '1 1'],
  ['vitest', 'the process crashes', '{"testRes', 134, '0 1'],
  ['vitest', 'there is no file', '{"testResults":[]}', 0, '0 1'],
  ['command', 'ends well', null, 0, '1 0'],
  ['command', 'ends badly', null, 1, '0 1'],
])('%s: %s', (kind, name, report, status, counted) => {
  const path = join(folder, `${kind} ${name}`);
  if (report !== null) writeFileSync(path, report);
  expect(count(kind, path, `${status}`).stdout.trim()).toBe(counted);
});

const files = (...statuses: string[][]) => JSON.stringify({
  testResults: statuses.map((cases, at) => ({
    name: `${at}.test.ts`,
    status: cases.includes('failed') || cases.length === 0 ? 'failed' : 'passed',
    message: '',
    assertionResults: cases.map((status, which) => ({fullName: `${at}.${which}`, status})),
  })),
});

it.each([
  ['nothing where all passed', files(['passed']), ''],
  ['a file in which something failed', files(['passed'], ['passed', 'failed']), '1.test.ts'],
  ['a file that could not be set up', files(['passed'], []), '1.test.ts'],
  ['nothing where a test was left out', files(['passed', 'skipped'], ['failed']), ''],
  ['nothing where much failed', files(['failed', 'failed', 'failed', 'failed', 'failed', 'failed']), ''],
  ['nothing where many files failed', files(['failed'], ['failed'], ['failed'], ['failed']), ''],
  ['nothing without a report', '{"testRes', ''],
])('runs again %s', (name, report, wanted) => {
  const path = join(folder, name);
  writeFileSync(path, report);
  expect(count('again', path).stdout.trim()).toBe(wanted);
});

it.each([
  ['passes then', files(['passed', 'passed']), 0, '3 0'],
  ['fails again', files(['failed', 'passed']), 1, '2 1'],
  ['ends badly then', files(['passed', 'passed']), 1, '3 1'],
  ['leaves something out then', files(['passed', 'skipped']), 0, '2 1'],
])('what failed and %s', (name, report, status, counted) => {
  const path = join(folder, `first ${name}`), second = join(folder, `second ${name}`);
  writeFileSync(path, files(['failed', 'passed'], ['passed']));
  writeFileSync(second, report);
  const done = count('vitest', path, '1', second, `${status}`);
  expect(done.stdout.trim()).toBe(counted);
  expect(done.stderr).toContain('run again, since it failed: 0.0');
});
