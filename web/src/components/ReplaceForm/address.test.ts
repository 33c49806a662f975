// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { threadOf } from './address.ts';

it.each([
    ['https://plaza.example/threads/17', 17],
    [' /threads/17#p3 ', 17],
    ['https://plaza.example/threads/17?x=1', 17],
    ['17', 17],
    ['https://plaza.example/groups/17', null],
    ['lo nuevo', null],
    ['', null],
])('%s leads to %s', (address, thread) => expect(threadOf(address)).toBe(thread));
