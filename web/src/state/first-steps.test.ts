// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import type { FirstSteps, MyProfile, StepState } from '../api/types.ts';
import { addressOf, after, before, stepAt, steps, withSkills } from './first-steps.ts';

const standing = (...states: StepState[]): FirstSteps => ({
    open: true, level: 'mentions',
    steps: Object.fromEntries(steps.map((step, index) => [step, states[index] ?? 'open'])) as FirstSteps['steps'],
});

describe('where one goes on', () => {
    it('is the first step that was neither done nor skipped', () => {
        expect(stepAt('', standing())).toBe('post');
        expect(stepAt('', standing('done', 'skipped'))).toBe('groups');
        expect(stepAt(undefined, standing('skipped', 'open', 'done'))).toBe('subjects');
    });

    it('is the beginning once there is none left, or the step of the address', () => {
        expect(stepAt('', standing('done', 'done', 'skipped', 'done'))).toBe('post');
        for (const step of steps) expect(stepAt(addressOf(step).split('/').pop(), standing('done'))).toBe(step);
        expect(stepAt('otra-cosa', standing('done'))).toBe('subjects');
    });

    it('is one after the other, there and back', () => {
        expect(steps.map(after)).toEqual(['subjects', 'groups', 'level', null]);
        expect(steps.map(before)).toEqual([null, 'post', 'subjects', 'groups']);
    });
});

it('a profile with other skills says all else as before, and nothing that is not saved with it', () => {
    const profile = { name: 'Marta', about: 'Hola', skills: ['padrón'], photo: 'v1', posts: [], history: [], administrations: [] } as unknown as MyProfile;
    expect(withSkills(profile, ['obras'])).toEqual({ name: 'Marta', about: 'Hola', skills: ['obras'] });
});
