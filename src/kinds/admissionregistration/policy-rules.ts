export function checkMutatingBinding(..._: unknown[]): void {}
export function checkMutatingPolicy(..._: unknown[]): void {}
export function checkValidatingBinding(..._: unknown[]): void {}
export function checkValidatingPolicy(..._: unknown[]): void {}
export function defaultPolicy(..._: unknown[]): void {}
export function defaultPolicyBinding(..._: unknown[]): void {}
