// SPDX-License-Identifier: EUPL-1.2
import {defineConfig} from 'vitest/config';

const slowness = {asan: 5, tsan: 10}[process.env.PLAZA_TEST_PRESET ?? ''] ?? 1;
const patience = {testTimeout: 60_000 * slowness, hookTimeout: 120_000 * slowness, teardownTimeout: 30_000 * slowness};

export default defineConfig({
  test: {
    ...patience,
    pool: 'forks',
    projects: [
      {
        test: {
          ...patience,
          name: 'beside',
          include: ['{conventions,schema,api,worlds,live,wire}/*.test.ts'],
          // Two cores, and each file starts a server: more at once would only make bounds of time uncertain.
          maxWorkers: 2,
          sequence: {groupOrder: 1},
        },
      },
      {
        test: {
          ...patience,
          name: 'alone',
          include: ['{crash,e2e}/*.test.ts'],
          maxWorkers: 1,
          sequence: {groupOrder: 2},
        },
      },
    ],
  },
});
