export function checkAutoscaler(..._: unknown[]): void {}
export function checkOldAutoscaler(..._: unknown[]): void {}
export function defaultAutoscaler(..._: unknown[]): void {}
export function defaultOldAutoscaler(..._: unknown[]): void {}
