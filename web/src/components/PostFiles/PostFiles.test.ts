// SPDX-License-Identifier: EUPL-1.2
import { render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import type { Post } from '../../api/types.ts';
import PostFiles from './PostFiles.svelte';

const file = (id: number, change: Partial<Post['files'][number]> = {}): Post['files'][number] => ({ id, name: `acta-${id}.pdf`, type: 'application/pdf', size: 2048, width: null, height: null, state: 'ready', ...change }) as Post['files'][number];

it('lists what the text has no link to, and what is being looked at', () => {
    const html = '<p><a href="/api/v1/files/71" rel="nofollow">acta-71.pdf</a>, acta-8.pdf, acta-9.pdf</p>';
    render(PostFiles, { files: [file(71), file(7), file(8, { state: 'checking' }), file(9, { width: 10, height: 10 })], html });
    expect(screen.getAllByRole('listitem').map((item) => item.querySelector('.name')?.textContent)).toEqual(['acta-7.pdf', 'acta-8.pdf']);
});
