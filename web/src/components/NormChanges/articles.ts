// SPDX-License-Identifier: EUPL-1.2
// Articles as people write them, into what citations are stored by.

const dispositions: [RegExp, string][] = [
    [/^(?:da|disp(?:osici[oó]n|\.)? ?ad(?:icional|\.)?) ?/, 'da-'],
    [/^(?:dt|disp(?:osici[oó]n|\.)? ?tr(?:ansitoria|\.)?) ?/, 'dt-'],
    [/^(?:dd|disp(?:osici[oó]n|\.)? ?der(?:ogatoria|\.)?) ?/, 'dd-'],
    [/^(?:df|disp(?:osici[oó]n|\.)? ?fin(?:al|\.)?) ?/, 'df-'],
    [/^anexo ?/, 'anexo-'],
    [/^art(?:[ií]culos?|s?\.?) ?/, ''],
];
const number = /^(\d{1,4}|[uú]nic[oa])(?:[ -](bis|ter|quater|quinquies|sexies|septies|octies))?$/;

/** "118, art. 21 bis y DA 3" is 118, 21-bis and da-3. Nothing where something is no article. */
export function articlesIn(text: string): string[] | null {
    const found: string[] = [];
    let kind = '';
    for (const part of text.toLowerCase().split(/[,;]| y /)) {
        let words = part.trim().replace(/\s+/g, ' ');
        if (!words) continue;
        for (const [said, begins] of dispositions) {
            if (!said.test(words)) continue;
            kind = begins;
            words = words.replace(said, '');
            break;
        }
        const [, first, more] = number.exec(words) ?? [];
        if (!first) return null;
        found.push(kind + first.replace('ú', 'u') + (more ? `-${more}` : ''));
    }
    return found;
}
