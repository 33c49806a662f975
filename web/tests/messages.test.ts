// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
// Every text of the interface stands in every catalogue, and every text of a catalogue is used.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { compileMessage } from '../tools/messages.ts';

const source = join(import.meta.dirname, '../src');
const catalogue = (language: string) =>
    JSON.parse(readFileSync(join(source, `locales/${language}.json`), 'utf8')) as Record<string, string>;
const spanish = catalogue('es');
const english = catalogue('en');

function files(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
        .map((entry) => join(entry.parentPath, entry.name));
}

const program = files(source)
    .filter((file) => !file.includes('generated'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

/** Keys written out, and the beginnings of keys that are completed by a code, such as `band.${band}`. */
const literal = new Set([...program.matchAll(/['"]([a-z_]+(?:\.[a-z0-9_-]+)?)['"]/gi)].map((match) => match[1]));
const begun = [...program.matchAll(/[(\s]`([a-z_]+\.(?:[a-z]+_)?)\$\{/g)].map((match) => match[1] ?? '');

function names(elements: MessageFormatElement[]): string[] {
    return elements.flatMap((element): string[] => {
        if (element.type === TYPE.plural || element.type === TYPE.select) {
            return [element.value, ...Object.values(element.options).flatMap(({ value }) => names(value))];
        }
        return 'value' in element && element.type !== TYPE.literal ? [element.value] : [];
    });
}

describe('catalogues', () => {
    it('name every letter that the server sends', () => {
        const kinds = readFileSync(join(import.meta.dirname, '../../server/domain/mail/kinds.cpp'), 'utf8');
        const sent = [...kinds.matchAll(/letter_kind\{"(\w+)"/g)].map((match) => `mails.kind_${match[1]}`);
        const named = Object.keys(spanish).filter((key) => key.startsWith('mails.kind_'));
        expect(sent.length).toBeGreaterThan(10);
        expect(named.sort()).toEqual(sent.sort());
    });

    it('have words for every act that the server writes down', () => {
        const folder = (name: string) =>
            readdirSync(join(import.meta.dirname, '../..', name), { withFileTypes: true, recursive: true })
                .filter((entry) => entry.isFile())
                .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
                .join('\n');
        // Written there, or in a function beside it that is given the name of the act.
        const acts = [
            ...[...folder('server/domain').matchAll(/audit::write\([^;]*?;/g)].flatMap(([call]) => [...call.matchAll(/"([a-z_]+\.[a-z_]+)"/g)]),
            ...folder('server/domain').matchAll(/"(membership\.[a-z_]+)"/g),
            ...folder('schema/replaceable').matchAll(/(?:write_audit\(null, |'what', )'([a-z_.]+)'/g),
        ].map(([, act]) => `audit.${(act ?? '').replace('.', '_')}`);
        // That one is told to those who look on, and not written down.
        const wanted = new Set(acts.filter((act) => act !== 'audit.membership_changed'));
        expect(wanted.size).toBeGreaterThan(60);
        expect([...wanted].filter((act) => !(act in spanish))).toEqual([]);
    });

    it('hold the same keys in the same order', () => {
        expect(Object.keys(english)).toEqual(Object.keys(spanish));
        expect(Object.keys(spanish)).toEqual([...Object.keys(spanish)].sort());
    });

    it('take the same values in both languages and are never empty', () => {
        for (const key of Object.keys(spanish)) {
            const wanted = new Set(names(parse(spanish[key] ?? '')));
            expect(new Set(names(parse(english[key] ?? ''))), key).toEqual(wanted);
            expect(compileMessage(spanish[key] ?? ''), key).not.toBe('');
            expect(compileMessage(english[key] ?? ''), key).not.toBe('');
        }
    });

    it('hold no key that nothing uses', () => {
        const unused = Object.keys(spanish).filter(
            (key) => !literal.has(key) && !begun.some((beginning) => key.startsWith(beginning)),
        );
        expect(unused).toEqual([]);
    });

    it('hold every key that is written out', () => {
        const called = [...program.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
        expect(called.length).toBeGreaterThan(100);
        expect(called.filter((key) => !(key in spanish))).toEqual([]);
    });

    it('hold every code of the contract that can be shown', () => {
        const contract = readFileSync(join(source, '../../server/openapi.yaml'), 'utf8');
        const codes = [...(/problem_code:[\s\S]*?enum:([\s\S]*?)\n\n/.exec(contract)?.[1] ?? '').matchAll(/- ([a-z_]+)/g)];
        // These a person cannot cause by using the pages.
        const notShown = [
            'bad_request',
            'bad_target',
            'expectation_failed',
            'header_too_large',
            'method_not_allowed',
            'target_too_long',
            'too_many_drafts',
            'unknown_host',
            'unsupported_media_type',
            'upgrade_required',
            'version_not_supported',
        ];
        expect(codes.length).toBeGreaterThan(20);
        const missing = codes.map((match) => match[1] ?? '').filter((code) => !(`problem.${code}` in spanish));
        expect(missing.sort()).toEqual(notShown);
    });

    it('write no sentence into a component', () => {
        const written = files(source)
            .filter((file) => file.endsWith('.svelte'))
            .flatMap((file) => {
                const markup = readFileSync(file, 'utf8')
                    .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
                    .replace(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, '');
                const texts = [...markup.matchAll(/>([^<>]*[a-záéíóúñ]{3,}[^<>]*)</gi)].map((match) => match[1]?.trim());
                const attributes = [...markup.matchAll(/(?:aria-label|title|placeholder)="([^"{]*[a-z]{3,}[^"{]*)"/gi)];
                return [...texts, ...attributes.map((match) => match[1])].map((text) => `${file}: ${text}`);
            });
        expect(written).toEqual([]);
    });
});
