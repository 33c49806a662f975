// SPDX-License-Identifier: EUPL-1.2
import { render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { person, post } from '../../../tests/support/examples.ts';
import AnswerIndex from './AnswerIndex.svelte';

it('names each who answered once, and leads to the accepted answer, or the first', () => {
    const [julian, rosa] = [person(4, 'Julián'), person(5, 'Rosa')];
    const answers = [post(2, { author: julian }), post(3, { author: rosa }), post(4, { author: julian, accepted: true }), post(5, { author: rosa }), post(6, { author: null })];
    render(AnswerIndex, { answers: answers.map((one) => ({ post: one, comments: [] })) });
    expect(screen.getAllByRole('link').map((link) => [link.querySelector('span')?.textContent, link.getAttribute('href')])).toEqual([['Rosa', '#p3'], ['Julián', '#p4']]);
});
