// SPDX-License-Identifier: EUPL-1.2
// The server takes a text by its bytes: a letter with an accent is two of them, an emoji four or more.
const longest = 65_536;

/** How many characters have to go before the server takes it. */
export function over(text: string): number {
    // No character is more than three bytes for each unit of a string.
    if (text.length * 3 <= longest) return 0;
    const encoder = new TextEncoder();
    let bytes = encoder.encode(text).length;
    let characters = 0;
    for (const character of [...text].reverse()) {
        if (bytes <= longest) break;
        bytes -= encoder.encode(character).length;
        characters++;
    }
    return characters;
}
