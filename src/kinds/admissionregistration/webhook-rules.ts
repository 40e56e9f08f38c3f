export function checkWebhooks(..._: unknown[]): void {}
export function defaultWebhooks(..._: unknown[]): void {}
