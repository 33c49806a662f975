// SPDX-License-Identifier: EUPL-1.2

/** Grows a field with what is written, and when it becomes narrower: a text that must be scrolled in is a text one loses the overview of. */
export function grow(area: HTMLTextAreaElement, _text: string): () => void {
    function fit() {
        area.style.height = 'auto';
        area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
    }
    fit();
    addEventListener('resize', fit);
    return () => removeEventListener('resize', fit);
}
