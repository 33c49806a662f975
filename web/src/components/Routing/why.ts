// SPDX-License-Identifier: EUPL-1.2
// Why somebody is asked, in a sentence.
import type { AskedReason } from '../../api/types.ts';
import { language, t } from '../../locales/index.svelte.ts';

export function why(reasons: AskedReason[]): string {
    const said = reasons.map(({ why, name, times }) => t(`asked.why_${why}`, { name: name ?? '', times }));
    return t('asked.because', { why: new Intl.ListFormat(language(), { type: 'conjunction' }).format(said) });
}
