// SPDX-License-Identifier: EUPL-1.2
import type { Administration } from '../../api/types.ts';

export const levels: Administration['level'][] = [
    'municipality', 'minor-entity', 'county', 'association', 'province', 'island', 'region', 'state', 'university', 'other',
];
