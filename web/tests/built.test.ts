// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
// What a first visit downloads, and from where. Run `npm run build` before.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const built = join(import.meta.dirname, '../dist');

interface Chunk {
    file: string;
    css?: string[];
    imports?: string[];
    dynamicImports?: string[];
}

const manifest = existsSync(join(built, '.vite/manifest.json'))
    ? (JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>)
    : null;

function withImports(names: string[]): Set<string> {
    const found = new Set<string>();
    const add = (name: string) => {
        const chunk = manifest?.[name];
        if (!chunk || found.has(chunk.file)) return;
        for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file);
        chunk.imports?.forEach(add);
    };
    names.forEach(add);
    return found;
}

const gzip = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file)), { level: 6 }).length, 0);
const brotli = (files: Iterable<string>) =>
    [...files].reduce(
        (sum, file) =>
            sum +
            brotliCompressSync(readFileSync(join(built, file)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
        0,
    );

describe('the built application', () => {
    it('is there', () => {
        expect(manifest, 'run `npm run build` first').not.toBeNull();
    });

    it.each(['HomePage', 'ThreadPage', 'SearchPage', 'GroupPage', 'GroupsPage', 'AskPage'])(
        'is within 96 KB compressed for a first visit to %s, writing tools included',
        (page) => {
            const files = withImports([
                'index.html',
                'src/locales/es.json',
                `src/pages/${page}.svelte`,
                'node_modules/@github/markdown-toolbar-element/dist/index.js',
            ]);
            files.add('index.html').add('icon.svg');
            expect(files.size).toBeGreaterThan(8);
            // The promise is 100 KB; what is left is for what comes.
            expect(gzip(files)).toBeLessThan(96 * 1024);
            expect(brotli(files)).toBeLessThan(88 * 1024);
        },
    );

    it('uses nothing that the oldest browsers promised lack', () => {
        const newer = {
            js: /\.(toSorted|toReversed|toSpliced|fromAsync|groupBy|withResolvers|isWellFormed|canParse)\(|AbortSignal\.any\(|\bURLPattern\b/,
            css: /:has\(|color-mix\(|light-dark\(|@scope|@starting-style|[{;]\s*&/,
        };
        for (const file of readdirSync(join(built, 'assets'))) {
            const found = newer[file.endsWith('.css') ? 'css' : 'js'].exec(readFileSync(join(built, 'assets', file), 'utf8'));
            expect(found?.[0], file).toBeUndefined();
        }
    });

    it('contacts nobody else and carries nothing inline', () => {
        const page = readFileSync(join(built, 'index.html'), 'utf8');
        expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
        expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
        const texts = readdirSync(join(built, 'assets')).map((file) => readFileSync(join(built, 'assets', file), 'utf8'));
        const addresses = [page, ...texts].flatMap((text) => text.match(/(?:https?:)?\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi) ?? []);
        // Namespaces, and the page that explains an error of the framework's; neither is ever fetched.
        expect([...new Set(addresses)].filter((address) => !/^https?:\/\/(www\.w3\.org|svelte\.dev)$/.test(address))).toEqual([]);
    });
});
