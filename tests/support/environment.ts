// SPDX-License-Identifier: EUPL-1.2
// What tests/run tells the suites.
import {fileURLToPath} from 'node:url';
import {dirname, join} from 'node:path';

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the suites with tests/run`);
  return value;
}

/** The checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const binary = () => needed('PLAZA_TEST_BINARY');
/** Database migrated by tests/run, copied for each world. */
export const template = () => needed('PLAZA_TEST_TEMPLATE');
/** How the owner of the schema reaches the test cluster; the database in it is replaced. */
export const ownerUrl = () => needed('PLAZA_TEST_OWNER_URL');
export const preset = process.env.PLAZA_TEST_PRESET ?? 'dev';

/** How much slower than a plain build the program runs; every bound of time is multiplied by it. */
export const slowness = {asan: 5, tsan: 10}[preset] ?? 1;

/** A bound in milliseconds, stretched for sanitizers. */
export const within = (ms: number) => ms * slowness;
