export function checkController(..._: unknown[]): void {}
export function defaultController(..._: unknown[]): void {}
