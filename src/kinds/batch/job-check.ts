export function checkJob(..._: unknown[]): void {}
export function checkJobUpdate(..._: unknown[]): void {}
