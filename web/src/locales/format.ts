// SPDX-License-Identifier: EUPL-1.2
// Writes out a message compiled by tools/messages.ts.

export type Part =
    | string
    | ['=', name: string]
    | ['#', name?: string]
    | ['?', name: string, choices: Record<string, Part[]>]
    | ['n', name: string, choices: Record<string, Part[]>];

export type Values = Record<string, string | number>;

export function format(parts: string | Part[], values: Values, language: string): string {
    if (typeof parts === 'string') return parts;
    return write(parts, values, language, 0);
}

function write(parts: Part[], values: Values, language: string, counted: number): string {
    let text = '';
    for (const part of parts) {
        if (typeof part === 'string') {
            text += part;
            continue;
        }
        const value = part[1] === undefined ? counted : values[part[1]];
        if (part[0] === '=') {
            text += value ?? '';
        } else if (part[0] === '#') {
            text += number(Number(value), language);
        } else {
            const choices = part[2];
            const count = Number(value);
            const chosen =
                part[0] === 'n'
                    ? (choices[`=${count}`] ?? choices[plural(language).select(count)])
                    : choices[String(value)];
            text += write(chosen ?? choices.other ?? [], values, language, count);
        }
    }
    return text;
}

const plurals = new Map<string, Intl.PluralRules>();

function plural(language: string): Intl.PluralRules {
    let rules = plurals.get(language);
    if (!rules) plurals.set(language, (rules = new Intl.PluralRules(language)));
    return rules;
}

const numbers = new Map<string, Intl.NumberFormat>();

/** Digits are grouped from four figures on: "1.000", as Spanish town halls write it, not "1000". */
export function number(value: number, language: string): string {
    let writer = numbers.get(language);
    if (!writer) numbers.set(language, (writer = new Intl.NumberFormat(language, { useGrouping: 'always' as never })));
    return writer.format(value);
}
