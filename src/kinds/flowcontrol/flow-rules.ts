export function checkFlowSchema(..._: unknown[]): void {}
export function checkPriorityLevel(..._: unknown[]): void {}
export function defaultFlowSchema(..._: unknown[]): void {}
export function defaultPriorityLevel(..._: unknown[]): void {}
