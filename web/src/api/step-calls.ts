// SPDX-License-Identifier: EUPL-1.2
// The first steps of who comes in.
import type { Client } from 'openapi-fetch';
import type { Ask } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { FirstSteps, Level, StepState } from './types.ts';

export function stepCalls(client: Client<paths>, ask: Ask) {
    return {
        firstSteps: () => ask((within) => client.GET('/me/first_steps', within)),
        openFirstSteps: (open: boolean) => ask((within) => client.PUT('/me/first_steps', { ...within, body: { open } })),
        markFirstStep: (step: keyof FirstSteps['steps'], state: StepState) =>
            ask((within) => client.PUT('/me/first_steps/{step}', { ...within, params: { path: { step } }, body: { state } })),
        suggestedGroups: () => ask((within) => client.GET('/me/suggested_groups', within)),
        setMyLevel: (level: Level) => ask((within) => client.PUT('/me/level', { ...within, body: { level } })),
    };
}
