export function checkDeployment(..._: unknown[]): void {}
export function defaultDeployment(..._: unknown[]): void {}
