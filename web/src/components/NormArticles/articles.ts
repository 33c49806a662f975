// SPDX-License-Identifier: EUPL-1.2
// What the fields of a citation are called.
import { t } from '../../locales/index.svelte.ts';

const dispositions = { da: 'norm.additional', dt: 'norm.transitional', dd: 'norm.repealing', df: 'norm.final', anexo: 'norm.annex' } as const;

/** "Art. 21 bis" of "21-bis", "Disposición adicional 3" of "da-3". */
export function articleName(article: string): string {
    const [kind = '', ...rest] = article.split('-');
    const number = (words: string[]) => words.map((word) => (word === 'unica' ? t('norm.only_disposition') : word)).join(' ');
    if (kind in dispositions) return t(dispositions[kind as keyof typeof dispositions], { number: number(rest) });
    if (article === 'unico') return t('norm.only_article');
    return t('norm.article', { number: [kind, ...rest].join(' ') });
}
