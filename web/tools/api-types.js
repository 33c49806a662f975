// SPDX-License-Identifier: EUPL-1.2
// Writes src/api/generated/openapi.ts from the server's contract. Not committed: the contract is the one truth.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

const here = dirname(fileURLToPath(import.meta.url));
const contract = resolve(here, '../../server/openapi.yaml');
const target = resolve(here, '../src/api/generated/openapi.ts');

const text = '// Generated from server/openapi.yaml by tools/api-types.js.\n' +
    astToString(await openapiTypescript(readFileSync(contract, 'utf8')));
mkdirSync(dirname(target), { recursive: true });
// Written only when it changed, so that a running `npm run dev` does not reload for nothing.
let before = '';
try {
    before = readFileSync(target, 'utf8');
} catch {
    // There is none before the first build.
}
if (before !== text) writeFileSync(target, text);
