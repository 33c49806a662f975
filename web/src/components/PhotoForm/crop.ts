// SPDX-License-Identifier: EUPL-1.2
// Which square of a picture is taken: how near, and where of the room that is left.

export interface Crop {
    /** 1 is the largest square that fits. */
    zoom: number;
    /** From 0, at the left and at the top, to 1. */
    x: number;
    y: number;
}

export const nearest = 4;
export const middle: Crop = { zoom: 1, x: 0.5, y: 0.5 };

const between = (low: number, value: number, high: number) => Math.min(high, Math.max(low, value));

export const within = ({ zoom, x, y }: Crop): Crop => ({ zoom: between(1, zoom, nearest), x: between(0, x, 1), y: between(0, y, 1) });

/** The square in pixels of the picture. */
export function square(width: number, height: number, { zoom, x, y }: Crop): { left: number; top: number; side: number } {
    const side = Math.min(width, height) / zoom;
    return { left: x * (width - side), top: y * (height - side), side };
}

/** What a drag does: by parts of the frame, to the right and down. The picture follows the hand. */
export function dragged(width: number, height: number, crop: Crop, right: number, down: number): Crop {
    const { side } = square(width, height, crop);
    const along = (place: number, room: number, by: number) => (room > 0.5 ? place - (by * side) / room : place);
    return within({ zoom: crop.zoom, x: along(crop.x, width - side, right), y: along(crop.y, height - side, down) });
}

const step = 0.05;

/** What a key does to the square, or null when it does nothing. */
export function pressed(crop: Crop, key: string): Crop | null {
    const moves: Record<string, Partial<Crop>> = {
        ArrowLeft: { x: crop.x - step }, ArrowRight: { x: crop.x + step }, ArrowUp: { y: crop.y - step }, ArrowDown: { y: crop.y + step },
        '+': { zoom: crop.zoom + 2 * step }, '-': { zoom: crop.zoom - 2 * step },
    };
    return key in moves ? within({ ...crop, ...moves[key] }) : null;
}

/** What is sent: no more than pages show, and no more than there is. */
export const sentSide = (side: number) => Math.round(between(96, side, 768));
