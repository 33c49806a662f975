// SPDX-License-Identifier: EUPL-1.2
// A device as people would call it: the browser and what it runs on, as far as either is known.
import type { OwnSession } from '../../api/types.ts';
import { t } from '../../locales/index.svelte.ts';

export function deviceName({ browser, system }: Pick<OwnSession, 'browser' | 'system'>): string {
    if (browser && system) return t('sessions.device', { browser, system });
    return browser || system || t('sessions.unknown_device');
}
