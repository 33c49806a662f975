// SPDX-License-Identifier: EUPL-1.2
// The first steps of who comes in, in their order, and where one goes on.
import type { FirstSteps, MyProfile, SavedProfile } from '../api/types.ts';

export type Step = keyof FirstSteps['steps'];

export const steps: Step[] = ['post', 'subjects', 'groups', 'level'];
const names: Record<Step, string> = { post: 'puesto', subjects: 'temas', groups: 'grupos', level: 'avisos' };

export const addressOf = (step: Step) => `/primeros-pasos/${names[step]}`;

/** The step of an address; without a known one, that where one goes on. */
export function stepAt(name: string | undefined, standing: FirstSteps): Step {
    return steps.find((step) => names[step] === name) ?? steps.find((step) => standing.steps[step] === 'open') ?? 'post';
}

/** Null: that was the last one. */
export const after = (step: Step): Step | null => steps[steps.indexOf(step) + 1] ?? null;
export const before = (step: Step): Step | null => steps[steps.indexOf(step) - 1] ?? null;

/** A profile as it is, but for the skills. */
export function withSkills(profile: MyProfile, skills: string[]): SavedProfile {
    const { photo: _, posts: __, history: ___, administrations: ____, ...said } = profile;
    return { ...said, skills };
}
