// SPDX-License-Identifier: EUPL-1.2
// Which language the reader has, and every text of the interface in it.
import { format, number as writeNumber, type Part, type Values } from './format.ts';
import type spanish from './es.json';

export type MessageKey = keyof typeof spanish;
export type Language = 'es' | 'ca' | 'gl' | 'eu' | 'en';
type Catalogue = Record<MessageKey, string | Part[]>;

/** In their own words: who reads none of the others must find theirs. */
export const languageNames: Record<Language, string> = {
    es: 'Castellano',
    ca: 'Català',
    gl: 'Galego',
    eu: 'Euskara',
    en: 'English',
};

const catalogues = {
    es: () => import('./es.json'),
    en: () => import('./en.json'),
};

/** The texts of pages where no visit begins. */
const rests = {
    es: () => import('./es.json?rest'),
    en: () => import('./en.json?rest'),
};
let whole = false;
let coming: Promise<void> | null = null;

type Written = keyof typeof catalogues;

/** Languages without a catalogue of their own are shown in Spanish until they have one. */
function written(language: Language): Written {
    return language in catalogues ? (language as Written) : 'es';
}

const remembered = 'plaza:language';

let current = $state.raw<{ language: Language; written: Written; catalogue: Catalogue } | null>(null);

export function preferredLanguage(): Language {
    let stored: string | null = null;
    try {
        stored = localStorage.getItem(remembered);
    } catch {
        // A browser may forbid storage; then the language of the browser decides.
    }
    for (const tag of [stored ?? '', ...navigator.languages]) {
        const language = tag.slice(0, 2).toLowerCase();
        if (language in languageNames) return language as Language;
    }
    return 'es';
}

async function catalogueOf(language: Written): Promise<Catalogue> {
    const first = (await catalogues[language]()).default;
    return { ...first, ...(whole ? (await rests[language]()).default : {}) } as unknown as Catalogue;
}

/** Resolves when the texts of all pages are there, in whatever language the reader has. */
export function moreTexts(): Promise<void> {
    whole = true;
    return (coming ??= useLanguage(current?.language ?? preferredLanguage()).catch((error: unknown) => {
        // The next page that needs them asks again.
        coming = null;
        throw error;
    }));
}

/** What is seldom where a visit begins: its texts come with it. */
export const later =
    <Loaded>(load: () => Promise<Loaded>): (() => Promise<Loaded>) =>
    async () =>
        (await Promise.all([load(), moreTexts()]))[0];

/** Tries, while the server is away, and the longest pause between two of them. */
const tries = 12;
const longestPauseMs = 20_000;

/** What has no place of its own to say that it did not come is asked for again until the server is back. Where that takes longer
 *  than all tries it stays away in silence, until its place is shown anew. A browser that remembers what failed, as the HTML
 *  standard had it until 2026, asks nobody again: there it comes when the page is loaded anew. */
export const patiently =
    <Loaded>(load: () => Promise<Loaded>): (() => Promise<Loaded>) =>
    async () => {
        for (let n = 0; ; n++) {
            try {
                return await load();
            } catch {
                // Never settled: in an {#await} that has nothing to say of it a rejection would take down what is around it.
                if (n === tries) return new Promise(() => {});
                await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** n, longestPauseMs)));
            }
        }
    };

export async function useLanguage(language: Language, choice = false): Promise<void> {
    const catalogue = await catalogueOf(written(language));
    current = { language, written: written(language), catalogue };
    document.documentElement.lang = written(language);
    if (!choice) return;
    try {
        localStorage.setItem(remembered, language);
    } catch {
        // It holds for this visit then.
    }
}

export function language(): Language {
    return current?.language ?? 'es';
}

/** The language the texts stand in: dates and numbers must not be in another. */
export function writtenLanguage(): string {
    return current?.written ?? 'es';
}

export function t(key: MessageKey, values: Values = {}): string {
    const parts = current?.catalogue[key];
    return parts === undefined ? '' : format(parts, values, writtenLanguage());
}

/** For texts chosen by a code of the server's: null where there is none for it. */
export function tryText(key: string, values: Values = {}): string | null {
    const parts = current?.catalogue[key as MessageKey];
    return parts === undefined ? null : format(parts, values, writtenLanguage());
}

export function number(value: number): string {
    return writeNumber(value, writtenLanguage());
}
