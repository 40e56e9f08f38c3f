export function defaultService(..._: unknown[]): void {}
export function prepareService(..._: unknown[]): void {}
export function prepareServiceUpdate(..._: unknown[]): void {}
