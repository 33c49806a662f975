// SPDX-License-Identifier: EUPL-1.2
// Catalogues without the texts of first pages (tools/messages.ts).
declare module '*.json?rest' {
    const texts: Record<string, string>;
    export default texts;
}
