// SPDX-License-Identifier: EUPL-1.2
// Elements that are not of HTML itself.
declare module 'svelte/elements' {
    interface SvelteHTMLElements {
        'text-expander': import('svelte/elements').HTMLAttributes<HTMLElement> & { keys: string; multiword: string };
        'markdown-toolbar': import('svelte/elements').HTMLAttributes<HTMLElement> & { for: string };
    }
}

export {};
