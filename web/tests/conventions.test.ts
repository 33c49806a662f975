// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
// What README.md promises about the source.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const web = join(import.meta.dirname, '..');

const source = readdirSync(join(web, 'src'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('generated'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ name: relative(web, file), text: readFileSync(file, 'utf8') }));
const program = source.filter(({ name }) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.test.ts'));
const withoutComments = (text: string) =>
    text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(^|[^:'"])\/\/.*$/gm, '$1');

function where(pattern: RegExp): string[] {
    return program.filter(({ text }) => pattern.test(withoutComments(text))).map(({ name }) => name);
}

describe('the source', () => {
    it('is there', () => expect(program.length).toBeGreaterThan(50));

    it('fetches in one place and opens its connection in one', () => {
        expect(where(/\bfetch\(/)).toEqual(['src/api/client.ts']);
        expect(where(/new WebSocket\(/)).toEqual(['src/api/live.ts']);
        // What is sent with its progress, fetch cannot tell.
        expect(where(/\bXMLHttpRequest\b/)).toEqual(['src/api/upload.ts']);
        expect(where(/\b(EventSource|sendBeacon)\b/)).toEqual([]);
    });

    it('turns text into markup in one place', () => {
        expect(where(/\{@html/)).toEqual(['src/components/Html/Html.svelte']);
        expect(where(/createPolicy\(/)).toEqual(['src/components/Html/Html.svelte']);
        expect(where(/\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(/)).toEqual([]);
    });

    it('writes no style into elements', () => {
        expect(where(/\sstyle="|\sstyle=\{|setAttribute\('style'/)).toEqual([]);
    });

    it('keeps colours among the tokens', () => {
        const coloured = source
            .filter(({ name }) => /\.(css|svelte)$/.test(name))
            .filter(({ name }) => !/tokens\.css|print\.css|without-application\.css/.test(name))
            .filter(({ text }) => {
                const style = name(text);
                return /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\((?!20 16 10)/i.test(style);
            })
            .map((file) => file.name);
        expect(coloured).toEqual([]);
    });

    it('begins every file with its licence and keeps files small', () => {
        const licensed = source.filter(({ name }) => !name.endsWith('.json'));
        expect(licensed.filter(({ text }) => !/SPDX-License-Identifier: EUPL-1\.2/.test(text.slice(0, 120))).map(({ name }) => name)).toEqual([]);
        expect(licensed.filter(({ text }) => text.split('\n').length > 400).map(({ name }) => name)).toEqual([]);
    });

    it('has a folder per component, named like it', () => {
        const components = program.filter(({ name }) => name.startsWith('src/components/') && name.endsWith('.svelte'));
        expect(components.filter(({ name }) => !/^src\/components\/(\w+)\/\1\.svelte$/.test(name))).toEqual([]);
    });

    it('names no component that nothing uses', () => {
        const unused = program
            .map(({ name }) => /^src\/components\/(\w+)\//.exec(name)?.[1])
            .filter((name) => name !== undefined && !program.some(({ text }) => text.includes(`/${name}.svelte'`)));
        expect(unused).toEqual([]);
    });
});

function name(text: string): string {
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1];
    return withoutComments(style ?? (text.includes('<script') ? '' : text));
}
