export function checkLimitRange(..._: unknown[]): void {}
export function defaultLimitRange(..._: unknown[]): void {}
