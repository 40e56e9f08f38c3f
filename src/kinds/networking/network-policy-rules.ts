export function checkNetworkPolicy(..._: unknown[]): void {}
export function defaultNetworkPolicy(..._: unknown[]): void {}
