export function checkDaemonSet(..._: unknown[]): void {}
export function checkDaemonSetUpdate(..._: unknown[]): void {}
export function defaultDaemonSet(..._: unknown[]): void {}
