export function checkQuota(..._: unknown[]): void {}
export function checkQuotaStatus(..._: unknown[]): void {}
export function checkQuotaUpdate(..._: unknown[]): void {}
export function defaultQuota(..._: unknown[]): void {}
