// SPDX-License-Identifier: EUPL-1.2
/** The text that an article begins with. */
export const templateText = (headings: string[]) => headings.map((heading) => `## ${heading}\n\n`).join('\n');
