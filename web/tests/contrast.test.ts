// SPDX-License-Identifier: EUPL-1.2
// @vitest-environment node
// Every pair of colours that meets as text and ground, light and dark: 4.5:1, and 3:1 for the edges of fields.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync(join(import.meta.dirname, '../src/styles/tokens.css'), 'utf8');

function colours(block: string): Record<string, string> {
    const start = tokens.indexOf(block);
    if (start < 0) throw new Error(`no ${block} in tokens.css`);
    const body = tokens.slice(tokens.indexOf('{', start), tokens.indexOf('}', start));
    return Object.fromEntries([...body.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2] ?? '']));
}

const light = colours(':root {');
const dark = colours(":root[data-theme='dark']");

function luminance(colour: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
        .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
    const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (lighter + 0.05) / (darker + 0.05);
}

const grounds = ['paper', 'surface', 'sunken'];
const texts: [string, string][] = [
    ...['ink', 'ink-soft', 'ink-faint', 'accent', 'clay', 'solved', 'danger'].flatMap((text) =>
        grounds.map((ground): [string, string] => [text, ground]),
    ),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['accent', 'accent-ground'],
    ['accent-strong', 'accent-ground'],
    ['ink', 'accent-ground'],
    ['clay', 'clay-ground'],
    ['solved', 'solved-ground'],
    ['open', 'open-ground'],
    ['danger', 'danger-ground'],
    ['ink', 'mark'],
];
const edges: [string, string][] = [...grounds, 'accent-ground'].flatMap((ground): [string, string][] =>
    ground === 'accent-ground' ? [['focus', ground]] : [['line-strong', ground], ['focus', ground]],
);

it('more contrast holds in the dark as well', () => {
    const selectors = (css: string) => [...css.matchAll(/(:root[^{,]*?)\s*[{,]/g)].map((match) => match[1]);
    const [before = '', after = ''] = tokens.split('@media (prefers-contrast: more)');
    // Of the same weight and later than every rule that sets colours.
    for (const selector of new Set(selectors(before))) expect(selectors(after)).toContain(selector);
});

describe.each([
    ['light', light],
    ['dark', dark],
])('%s', (_, theme) => {
    it.each(texts)('%s on %s can be read', (text, ground) => {
        expect(contrast(theme[text] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
    });

    it.each(edges)('%s on %s can be seen', (edge, ground) => {
        expect(contrast(theme[edge] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(3);
    });
});

it('dark is the same whether the device or the person chose it', () => {
    expect(colours(":root:not([data-theme='light'])")).toEqual(dark);
    expect(Object.keys(dark)).toEqual(Object.keys(light));
});
