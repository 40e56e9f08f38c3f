export function checkSameSelector(..._: unknown[]): void {}
