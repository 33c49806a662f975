// SPDX-License-Identifier: EUPL-1.2

/** Copies the text of a field; without permission, or on plain http, it is selected to be copied by hand. Whether it was copied. */
export async function copied(area: HTMLTextAreaElement): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(area.value);
        return true;
    } catch {
        area.focus();
        area.select();
        return false;
    }
}
