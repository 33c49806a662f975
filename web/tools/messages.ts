// SPDX-License-Identifier: EUPL-1.2
// Turns a catalogue of ICU messages into small arrays while building, so that the browser needs no parser and a
// message that is not valid ICU breaks the build, not the page. src/locales/format.ts reads what is made here.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';
import type { Part } from '../src/locales/format.ts';

export function compileMessage(text: string): string | Part[] {
    const parts = parse(text, { requiresOtherClause: true }).map(compileElement);
    if (parts.length === 0) return '';
    return parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : parts;
}

function compileElement(element: MessageFormatElement): Part {
    switch (element.type) {
        case TYPE.literal:
            return element.value;
        case TYPE.argument:
            return ['=', element.value];
        case TYPE.number:
            return ['#', element.value];
        case TYPE.pound:
            return ['#'];
        case TYPE.select:
            return ['?', element.value, compileOptions(element.options)];
        case TYPE.plural:
            if (element.offset !== 0 || element.pluralType !== 'cardinal') {
                throw new Error('only cardinal plurals without offset are supported');
            }
            return ['n', element.value, compileOptions(element.options)];
        default:
            throw new Error(`unsupported part of a message: ${JSON.stringify(element)}`);
    }
}

function compileOptions(options: Record<string, { value: MessageFormatElement[] }>): Record<string, Part[]> {
    return Object.fromEntries(Object.entries(options).map(([name, { value }]) => [name, value.map(compileElement)]));
}

const imported = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
const behindLater = /later\(\(\) => import\('[^']+'\)\)/g;

/** What the server refuses in so many ways is asked for when it happens, but for what src/locales/problems.ts writes out. */
const seldom = ['problem.', 'invalid.'];

/** Keys that a first page may show: of all that it reaches without going through a page behind `later` of src/routes.ts. */
export function firstKeys(source: string, keys: string[]): Set<string> {
    const seen = new Set<string>();
    const found = new Set<string>();
    const visit = (file: string) => {
        if (seen.has(file) || !/\.(ts|svelte)$/.test(file)) return;
        seen.add(file);
        const text = readFileSync(file, 'utf8').replace(behindLater, '');
        // Written out, or put together from a beginning and a code.
        for (const [, key] of text.matchAll(/['"`]([a-z][\w.-]*\.[\w.-]+)['"`]/g)) found.add(key ?? '');
        for (const [, beginning] of text.matchAll(/`([a-z][\w-]*\.[\w.-]*)\$\{/g)) {
            if (seldom.includes(beginning ?? '')) continue;
            for (const key of keys) if (key.startsWith(beginning ?? '')) found.add(key);
        }
        for (const [, name] of text.matchAll(imported)) visit(join(dirname(file), name ?? ''));
    };
    visit(join(source, 'main.ts'));
    return found;
}

export function messages(): Plugin {
    return {
        name: 'plaza-messages',
        enforce: 'pre',
        transform(code, id) {
            const catalogue = /^(.*\/src)\/locales\/[a-z]+\.json(\?rest)?$/.exec(id);
            if (!catalogue) return null;
            const texts = JSON.parse(code) as Record<string, string>;
            const first = firstKeys(catalogue[1] ?? '', Object.keys(texts));
            const compiled: Record<string, unknown> = {};
            for (const [key, text] of Object.entries(texts)) {
                if (first.has(key) === Boolean(catalogue[2])) continue;
                try {
                    compiled[key] = compileMessage(text);
                } catch (error) {
                    this.error(`${id}: "${key}": ${(error as Error).message}`);
                }
            }
            const json = JSON.stringify(compiled);
            // Vite takes only what ends in .json for JSON.
            return catalogue[2] ? { code: `export default ${json}`, map: null, moduleType: 'js' } : { code: json, map: null };
        },
    };
}
