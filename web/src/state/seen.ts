// SPDX-License-Identifier: EUPL-1.2
// Tells of elements that they have been on the screen: half of one, or as much of it as fills a good part of the window.

const partOfWindow = 0.4;

export function whenSeen(elements: (Element | null)[], tell: (element: Element) => void): () => void {
    if (!('IntersectionObserver' in globalThis)) return () => {};
    const observer = new IntersectionObserver(
        (entries) => {
            for (const { target, intersectionRatio, intersectionRect } of entries) {
                if (document.hidden) continue;
                if (intersectionRatio < 0.5 && intersectionRect.height < innerHeight * partOfWindow) continue;
                observer.unobserve(target);
                tell(target);
            }
        },
        { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
    );
    for (const element of elements) if (element) observer.observe(element);
    return () => observer.disconnect();
}
