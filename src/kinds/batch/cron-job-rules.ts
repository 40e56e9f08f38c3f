export function checkCronJob(..._: unknown[]): void {}
export function cronJobWarnings(..._: unknown[]): readonly string[] {
  return []
}
export function defaultCronJob(..._: unknown[]): void {}
