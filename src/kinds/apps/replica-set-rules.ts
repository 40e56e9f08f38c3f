export function checkReplicaSet(..._: unknown[]): void {}
export function defaultReplicaSet(..._: unknown[]): void {}
