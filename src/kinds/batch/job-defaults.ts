export function defaultJob(..._: unknown[]): void {}
export function prepareJob(..._: unknown[]): void {}
export function prepareJobUpdate(..._: unknown[]): void {}
