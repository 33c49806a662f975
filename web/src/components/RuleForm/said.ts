// SPDX-License-Identifier: EUPL-1.2
// A rule of a group in words.
import type { MembershipRule } from '../../api/types.ts';
import { language, t } from '../../locales/index.svelte.ts';
import { provinces } from '../../locales/provinces.ts';

export function ruleSaid(rule: Omit<MembershipRule, 'id' | 'members'>): string {
    const province = provinces.find(([code]) => code === rule.province)?.[1] ?? rule.province;
    const parts = [
        rule.administration && t('rules.at', { name: rule.administration.name }),
        rule.level && t('rules.level', { level: t(`level.${rule.level}`) }),
        rule.band && t('rules.band', { band: t(`band.${rule.band}`) }),
        province && t('rules.province', { name: province }),
        rule.relation && t('rules.relation', { relation: t(`relation.${rule.relation}`) }),
        rule.skill && t('rules.skill', { skill: rule.skill }),
    ].filter((part): part is string => Boolean(part));
    return t('rules.who', { what: new Intl.ListFormat(language(), { type: 'conjunction' }).format(parts) });
}
