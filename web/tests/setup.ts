// SPDX-License-Identifier: EUPL-1.2
import { useLanguage } from '../src/locales/index.svelte.ts';

await useLanguage('es');
