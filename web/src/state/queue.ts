// SPDX-License-Identifier: EUPL-1.2
// Which questions that wait for an answer are shown, as the address says it.

export const scopes = ['mine', 'group', 'tag', 'network'] as const;
export const orders = ['fit', 'oldest', 'newest'] as const;

export interface QueueChoice {
    scope: (typeof scopes)[number];
    group?: string;
    tag?: string;
    order: (typeof orders)[number];
    like_me: boolean;
}

const usual = (scope: QueueChoice['scope']) => (scope === 'mine' ? 'fit' : 'oldest');

export function choiceOf(query: URLSearchParams): QueueChoice {
    const scope = scopes.find((one) => one === query.get('scope')) ?? 'mine';
    const order = orders.find((one) => one === query.get('order') && (one !== 'fit' || scope === 'mine')) ?? usual(scope);
    const [group, tag] = [query.get('group') ?? '', query.get('tag') ?? ''];
    return {
        scope, order, like_me: query.get('like_me') === 'true',
        ...(scope === 'group' && group ? { group } : {}), ...(scope === 'tag' && tag ? { tag } : {}),
    };
}

export function addressOf({ scope, group, tag, order, like_me }: QueueChoice): string {
    const query = new URLSearchParams({
        ...(scope === 'mine' ? {} : { scope }), ...(scope === 'group' && group ? { group } : {}), ...(scope === 'tag' && tag ? { tag } : {}),
        ...(order === usual(scope) || (order === 'fit' && scope !== 'mine') ? {} : { order }), ...(like_me ? { like_me: 'true' } : {}),
    });
    return query.size > 0 ? `/preguntas?${query}` : '/preguntas';
}

/** Whether enough was chosen to ask for it. */
export const whole = ({ scope, group, tag }: QueueChoice): boolean => !(scope === 'group' && !group) && !(scope === 'tag' && !tag);
