// SPDX-License-Identifier: EUPL-1.2

/** People of a further page behind those that are there. A page asked for twice, or one that began to move, adds nobody twice. */
export function withMore<Item extends { person: { id: number } }>(known: Item[], more: Item[]): Item[] {
    return [...known, ...more.filter(({ person }) => !known.some((one) => one.person.id === person.id))];
}
