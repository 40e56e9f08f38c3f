export function checkBinding(..._: unknown[]): void {}
export function checkBindingUpdate(..._: unknown[]): void {}
export function checkClusterRole(..._: unknown[]): void {}
export function checkRole(..._: unknown[]): void {}
export function defaultBinding(..._: unknown[]): void {}
