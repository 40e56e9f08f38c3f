export function checkTemplate(..._: unknown[]): void {}
