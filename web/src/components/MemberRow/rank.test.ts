// SPDX-License-Identifier: EUPL-1.2
import { expect, it } from 'vitest';
import { grantable, keeps, maySettle, moderates } from './rank.ts';

it('grants no more than one holds', () => {
    expect(grantable('moderator')).toEqual(['member', 'host', 'moderator']);
    expect(grantable('owner')).toEqual(['member', 'host', 'moderator', 'owner']);
});

it('lets moderators decide of those below them, owners of everybody, others of nobody', () => {
    expect([maySettle('moderator', 'host'), maySettle('moderator', 'moderator'), maySettle('moderator', 'owner')]).toEqual([true, false, false]);
    expect([maySettle('owner', 'owner'), maySettle('host', 'guest'), maySettle('member', 'member')]).toEqual([true, false, false]);
});

it('shows hosts what is kept, and lets moderators decide it', () => {
    expect([keeps('member'), keeps('host'), keeps('invited')]).toEqual([false, true, false]);
    expect([moderates('host'), moderates('moderator')]).toEqual([false, true]);
});
