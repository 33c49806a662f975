// SPDX-License-Identifier: EUPL-1.2

/** Grows a field with what is written: a text that must be scrolled in is a text one loses the overview of. */
export function grow(area: HTMLTextAreaElement, _text: string): void {
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
