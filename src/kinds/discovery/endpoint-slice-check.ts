export function checkSlice(..._: unknown[]): void {}
export function checkSliceUpdate(..._: unknown[]): void {}
export function defaultSlice(..._: unknown[]): void {}
