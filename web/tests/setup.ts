// SPDX-License-Identifier: EUPL-1.2
// Loaded late by the composer; a test that ends before it has arrived would take its window away from it.
import '@github/markdown-toolbar-element';
import { configure } from '@testing-library/svelte';
import { useLanguage } from '../src/locales/index.svelte.ts';

configure({ asyncUtilTimeout: 20_000 });
await useLanguage('es');
