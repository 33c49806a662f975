// SPDX-License-Identifier: EUPL-1.2
import type { NewPublication } from '../../api/schedule-calls.ts';
import type { KindName, Written } from '../ThreadForm/kinds.ts';

const ways: Partial<Record<KindName, NewPublication['way']>> = { announcement: 'announcements', poll: 'polls', event: 'events', model: 'models' };

/** What `sendThread` would send, for who sends it later. */
export function asRequest({ kind, ...thread }: Written): Pick<NewPublication, 'way' | 'request'> {
    const way = ways[kind] ?? 'threads';
    return { way, request: (way === 'threads' ? { kind, ...thread } : thread) as NewPublication['request'] };
}
