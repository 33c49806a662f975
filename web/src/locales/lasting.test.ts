// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { lasting } from './lasting.ts';

const [minute, hour, day] = [60, 3600, 86_400];

it.each([
    [0, '1 minuto'], [59, '1 minuto'], [119, '1 minuto'], [2 * minute, '2 minutos'], [hour - 1, '59 minutos'], [hour, '1 hora'], [5 * hour + 1800, '5 horas'],
    [47 * hour, '47 horas'], [2 * day, '2 días'], [59 * day, '59 días'], [60 * day, '2 meses'], [400 * day, '13 meses'],
])('%i seconds last %s', (seconds, said) => expect(lasting(seconds, 'es')).toBe(said));
