// SPDX-License-Identifier: EUPL-1.2
// Files marked `@vitest-environment node` have no page to set up.
if (typeof document !== 'undefined') {
    // Loaded late by the composer; a test that ends before it has arrived would take its window away from it.
    await import('@github/markdown-toolbar-element');
    const { configure } = await import('@testing-library/svelte');
    const { moreTexts, useLanguage } = await import('../src/locales/index.svelte.ts');
    configure({ asyncUtilTimeout: 20_000 });
    await useLanguage('es');
    await moreTexts();
    // jsdom has no layout to scroll.
    Element.prototype.scrollIntoView ??= () => undefined;
}

export {};
