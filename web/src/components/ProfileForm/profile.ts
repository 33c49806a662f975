// SPDX-License-Identifier: EUPL-1.2
// A profile as it is typed, every field a text, and as it is sent.
import type { MyProfile, SavedProfile } from '../../api/types.ts';

const texts = ['name', 'about', 'ask_me', 'phone', 'hours'] as const;
const audiences = ['photo_for', 'about_for', 'ask_me_for', 'skills_for', 'languages_for', 'phone_for', 'hours_for', 'history_for'] as const;

export type Written = Record<(typeof texts)[number] | (typeof audiences)[number] | 'skills' | 'languages', string>;

/** Languages by what people call them; what is no name is taken for a code. */
const spoken = ['es', 'ca', 'gl', 'eu', 'en', 'fr', 'pt', 'it', 'de', 'ro', 'ar', 'uk', 'ru', 'zh', 'oc', 'ast', 'an'];

function names(language: string): Map<string, string> {
    const display = new Intl.DisplayNames(language, { type: 'language' });
    return new Map(spoken.map((code) => [(display.of(code) ?? code).toLowerCase(), code]));
}

export function writtenOf(profile: MyProfile, language = document.documentElement.lang || 'es'): Written {
    const display = new Intl.DisplayNames(language, { type: 'language' });
    return {
        // A server of the version before has no photos: what it does not tell it does not take either.
        ...(Object.fromEntries([...texts, ...audiences].filter((name) => name in profile).map((name) => [name, profile[name]])) as Written),
        skills: profile.skills.join(', '),
        languages: profile.languages.map((code) => display.of(code) ?? code).join(', '),
    };
}

/** What was typed and says something else than the profile does. */
export function differing(typed: Record<string, string>, profile: Written): Partial<Written> {
    const names = Object.keys(profile) as (keyof Written)[];
    return Object.fromEntries(names.flatMap((name) => (name in typed && typed[name] !== profile[name] ? [[name, typed[name]]] : [])));
}

export function parts(text: string): string[] {
    const found = text.split(',').map((part) => part.trim().replace(/\s+/g, ' '));
    return [...new Set(found.filter((part) => part !== ''))];
}

export function profileFrom(written: Written, language = document.documentElement.lang || 'es'): SavedProfile {
    const codes = names(language);
    return {
        ...(Object.fromEntries([...texts, ...audiences].filter((name) => name in written).map((name) => [name, written[name].trim()])) as unknown as SavedProfile),
        skills: parts(written.skills),
        languages: parts(written.languages).map((name) => codes.get(name.toLowerCase()) ?? name.toLowerCase()),
    };
}
