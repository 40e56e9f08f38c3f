export function defaultTemplate(..._: unknown[]): void {}
