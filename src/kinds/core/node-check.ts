export function checkNode(..._: unknown[]): void {}
export function checkNodeUpdate(..._: unknown[]): void {}
export function defaultNode(..._: unknown[]): void {}
