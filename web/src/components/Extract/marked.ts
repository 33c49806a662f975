// SPDX-License-Identifier: EUPL-1.2

export interface MarkedPart {
    text: string;
    marked: boolean;
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", '#x27': "'", nbsp: '\u00a0' };

/** Splits at `<mark>` and `</mark>`; anything else that looks like markup stays text. */
export function markedParts(extract: string): MarkedPart[] {
    return extract
        .split(/(<mark>.*?<\/mark>)/s)
        .filter((piece) => piece !== '')
        .map((piece) => {
            const marked = piece.startsWith('<mark>') && piece.endsWith('</mark>');
            const inner = marked ? piece.slice('<mark>'.length, -'</mark>'.length) : piece;
            return { text: inner.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole), marked };
        });
}
