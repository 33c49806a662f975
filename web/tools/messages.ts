// SPDX-License-Identifier: EUPL-1.2
// Turns a catalogue of ICU messages into small arrays while building, so that the browser needs no parser and a
// message that is not valid ICU breaks the build, not the page. src/locales/format.ts reads what is made here.
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

export function messages(): Plugin {
    return {
        name: 'plaza-messages',
        enforce: 'pre',
        transform(code, id) {
            if (!/\/src\/locales\/[a-z]+\.json$/.test(id)) return null;
            const compiled: Record<string, unknown> = {};
            for (const [key, text] of Object.entries(JSON.parse(code) as Record<string, string>)) {
                try {
                    compiled[key] = compileMessage(text);
                } catch (error) {
                    this.error(`${id}: "${key}": ${(error as Error).message}`);
                }
            }
            return { code: JSON.stringify(compiled), map: null };
        },
    };
}
