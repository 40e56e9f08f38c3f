export function checkService(..._: unknown[]): void {}
export function checkServiceUpdate(..._: unknown[]): void {}
