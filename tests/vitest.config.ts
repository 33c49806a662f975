// SPDX-License-Identifier: EUPL-1.2
import {defineConfig} from 'vitest/config';

const slowness = {asan: 5, tsan: 10}[process.env.PLAZA_TEST_PRESET ?? ''] ?? 1;
// Suites that kill processes or drive a browser have the machine for themselves.
const alone = process.argv.some((word) => /\b(crash|e2e)\b/.test(word));

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    pool: 'forks',
    // Two cores, and each file starts a server: more at once would only make bounds of time uncertain.
    maxWorkers: alone ? 1 : 2,
    testTimeout: 60_000 * slowness,
    hookTimeout: 120_000 * slowness,
    teardownTimeout: 30_000 * slowness,
  },
});
