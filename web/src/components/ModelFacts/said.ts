// SPDX-License-Identifier: EUPL-1.2
// What is said of a model document.
import type { AdministrationRef, Model } from '../../api/types.ts';

export const types = ['ordinance', 'specification', 'report', 'form', 'other'] as const;
export const states = ['draft', 'in_force', 'appealed', 'annulled'] as const;

export interface Said {
    type: Model['type'] | '';
    state: Model['state'];
    /** A day, or nothing. */
    since: string;
    administration: Pick<AdministrationRef, 'id' | 'name'> | null;
}

/** One should look twice before starting from it. */
export const doubtful = (state: Model['state']) => state === 'appealed' || state === 'annulled';
