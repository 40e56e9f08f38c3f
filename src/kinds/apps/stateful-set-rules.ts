export function checkStatefulSet(..._: unknown[]): void {}
export function checkStatefulSetUpdate(..._: unknown[]): void {}
export function defaultStatefulSet(..._: unknown[]): void {}
