// SPDX-License-Identifier: EUPL-1.2
// Elements that are not of HTML itself.
declare module 'svelte/elements' {
    interface SvelteHTMLElements {
        'markdown-toolbar': import('svelte/elements').HTMLAttributes<HTMLElement> & { for: string };
    }
}

export {};
