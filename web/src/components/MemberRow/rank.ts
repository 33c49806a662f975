// SPDX-License-Identifier: EUPL-1.2
// Who may decide of whom in a group, as the server has it: nobody grants more than they hold.
import type { GroupRole, Membership } from '../../api/types.ts';

const order: Membership[] = ['none', 'requested', 'invited', 'guest', 'member', 'host', 'moderator', 'owner'];
const rank = (role: Membership) => order.indexOf(role);

export function moderates(mine: Membership): boolean {
    return rank(mine) >= rank('moderator');
}

/** Sees the pages of those who keep the group. */
export function keeps(mine: Membership): boolean {
    return rank(mine) >= rank('host');
}

export function maySettle(mine: Membership, theirs: Membership): boolean {
    return mine === 'owner' || (mine === 'moderator' && rank(theirs) < rank('moderator'));
}

export function grantable(mine: Membership): GroupRole[] {
    const roles: GroupRole[] = ['member', 'host', 'moderator', 'owner'];
    return roles.filter((role) => rank(role) <= rank(mine));
}
