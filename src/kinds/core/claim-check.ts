export function checkClaim(..._: unknown[]): void {}
export function checkClaimStatus(..._: unknown[]): void {}
export function checkClaimUpdate(..._: unknown[]): void {}
export function defaultClaim(..._: unknown[]): void {}
