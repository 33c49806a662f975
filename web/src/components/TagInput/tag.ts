// SPDX-License-Identifier: EUPL-1.2

export const most = 5;
const longest = 50;

/** What was typed as a tag may be written: lower case, in one word of letters, digits and - . + # */
export function cleanTag(text: string): string {
    return text
        .normalize('NFC')
        .toLowerCase()
        .trim()
        .replace(/\s+/g, '-')
        .replace(/[^\p{L}\p{N}\-.+#]/gu, '')
        .replace(/^[-.+#]+/, '')
        .slice(0, longest);
}
