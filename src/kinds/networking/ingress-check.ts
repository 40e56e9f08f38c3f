export function checkIngress(..._: unknown[]): void {}
export function checkIngressUpdate(..._: unknown[]): void {}
export function ingressWarnings(..._: unknown[]): readonly string[] {
  return []
}
