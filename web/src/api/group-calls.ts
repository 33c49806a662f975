// SPDX-License-Identifier: EUPL-1.2
// What those who keep a group ask of the server.
import type { Client } from 'openapi-fetch';
import type { Ask, PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { GroupRole, GroupSettings, Level, NewGroup, NewMembershipRule, NewNetworkText, TextKind } from './types.ts';

export function groupCalls(client: Client<paths>, ask: Ask) {
    const of = (slug: string) => ({ params: { path: { slug } } });
    const to = (slug: string, id: number) => ({ params: { path: { slug, id } } });
    const page = (slug: string, before?: string | null) => ({
        params: { path: { slug }, query: { limit: 50, ...(before ? { before } : {}) } },
    });
    return {
        texts: (kind?: TextKind) =>
            ask((within) => client.GET('/texts', { ...within, params: { query: kind ? { kind } : {} } })),
        changeText: (slug: string, body: NewNetworkText) =>
            ask((within) => client.PUT('/texts/{slug}', { ...within, ...of(slug), body })),
        groupCreation: () => ask((within) => client.GET('/settings/groups', within)),
        letMembersCreateGroups: (allowed: boolean) =>
            ask((within) => client.PUT('/settings/groups', { ...within, body: { members_create_groups: allowed } })),
        createGroup: (group: NewGroup, key: string) =>
            ask((within) =>
                client.POST('/groups', { ...within, params: { header: { 'Idempotency-Key': key } }, body: group }),
            ),
        settleGroup: (slug: string, body: GroupSettings) =>
            ask((within) => client.PUT('/groups/{slug}', { ...within, ...of(slug), body })),
        markOfficial: (slug: string, official: boolean) =>
            ask((within) => client.PUT('/groups/{slug}/official', { ...within, ...of(slug), body: { official } })),
        archiveGroup: (slug: string, archived: boolean) =>
            ask((within) =>
                archived
                    ? client.PUT('/groups/{slug}/archived', { ...within, ...of(slug) })
                    : client.DELETE('/groups/{slug}/archived', { ...within, ...of(slug) }),
            ),
        myMembership: (slug: string) => ask((within) => client.GET('/groups/{slug}/members/me', { ...within, ...of(slug) })),
        askToJoin: (slug: string, message: string) =>
            ask((within) => client.PUT('/groups/{slug}/members/me', { ...within, ...of(slug), body: { message } })),
        leaveTo: (slug: string, successor: number) =>
            ask((within) =>
                client.DELETE('/groups/{slug}/members/me', { ...within, params: { path: { slug }, query: { successor } } }),
            ),
        setGroupLevel: (slug: string, level: Level) =>
            ask((within) => client.PUT('/groups/{slug}/level', { ...within, ...of(slug), body: { level } })),
        threadLevel: (id: number) => ask((within) => client.GET('/threads/{id}/level', { ...within, params: { path: { id } } })),
        setThreadLevel: (id: number, level: 'everything' | 'mentions' | 'muted' | null) =>
            ask((within) => {
                const request = { ...within, params: { path: { id } } };
                return level
                    ? client.PUT('/threads/{id}/level', { ...request, body: { level } })
                    : client.DELETE('/threads/{id}/level', request);
            }),
        membershipRules: (slug: string) => ask((within) => client.GET('/groups/{slug}/membership-rules', { ...within, ...of(slug) })),
        addMembershipRule: (slug: string, body: NewMembershipRule, key: string) =>
            ask((within) =>
                client.POST('/groups/{slug}/membership-rules', {
                    ...within,
                    params: { path: { slug }, header: { 'Idempotency-Key': key } },
                    body,
                }),
            ),
        dropMembershipRule: (slug: string, id: number) =>
            ask((within) => client.DELETE('/groups/{slug}/membership-rules/{id}', { ...within, ...to(slug, id) })),
        pinned: (slug: string) => ask((within) => client.GET('/groups/{slug}/pinned', { ...within, ...of(slug) })),
        pin: (id: number, pinned: boolean) =>
            ask((within) => {
                const request = { ...within, params: { path: { id } } };
                return pinned ? client.PUT('/threads/{id}/pinned', request) : client.DELETE('/threads/{id}/pinned', request);
            }),
        members: (slug: string, before?: string | null, likeMe = false) =>
            ask((within) => {
                const { path, query } = page(slug, before).params;
                return client.GET('/groups/{slug}/members', { ...within, params: { path, query: { ...query, ...(likeMe ? { like_me: true } : {}) } } });
            }),
        changeRole: (slug: string, id: number, role: GroupRole) =>
            ask((within) => client.PUT('/groups/{slug}/members/{id}', { ...within, ...to(slug, id), body: { role } })),
        removeMember: (slug: string, id: number) =>
            ask((within) => client.DELETE('/groups/{slug}/members/{id}', { ...within, ...to(slug, id) })),
        transferGroup: (slug: string, person: number) =>
            ask((within) => client.PUT('/groups/{slug}/owner', { ...within, ...of(slug), body: { person } })),
        requests: (slug: string, before?: string | null) =>
            ask((within) => client.GET('/groups/{slug}/requests', { ...within, ...page(slug, before) })),
        answerRequest: (slug: string, id: number, admit: boolean, reason?: string) =>
            ask((within) =>
                client.PUT('/groups/{slug}/requests/{id}', {
                    ...within,
                    ...to(slug, id),
                    body: { admit, ...(reason ? { reason } : {}) },
                }),
            ),
        invitations: (slug: string, before?: string | null) =>
            ask((within) => client.GET('/groups/{slug}/invitations', { ...within, ...page(slug, before) })),
        mentionable: (slug: string, q: string) =>
            ask((within) => client.GET('/groups/{slug}/mentionable', { ...within, params: { path: { slug }, query: { q } } })),
        peopleToInvite: (q: string) => ask((within) => client.GET('/people/suggest', { ...within, params: { query: { q } } })),
        invite: (slug: string, id: number) =>
            ask((within) =>
                client.PUT('/groups/{slug}/invitations/{id}', { ...within, ...to(slug, id), body: { role: 'member', message: '' } }),
            ),
        inviteGuest: (slug: string, email: string, message: string, key: string) =>
            ask((within) =>
                client.POST('/groups/{slug}/guest-invitations', {
                    ...within,
                    params: { path: { slug }, header: { 'Idempotency-Key': key } },
                    body: { email, ...(message ? { message } : {}) },
                }),
            ),
        guestInvitations: (slug: string, { before }: PageRequest) =>
            ask((within) => client.GET('/groups/{slug}/guest-invitations', { ...within, ...page(slug, before) })),
        withdrawGuest: (slug: string, id: number) =>
            ask((within) => client.DELETE('/groups/{slug}/guest-invitations/{id}', { ...within, ...to(slug, id) })),
        withdrawInvitation: (slug: string, id: number) =>
            ask((within) => client.DELETE('/groups/{slug}/invitations/{id}', { ...within, ...to(slug, id) })),
    };
}
