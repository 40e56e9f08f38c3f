/**
 * Compares versions as Kubernetes orders them, newest first: stable before beta before alpha, higher numbers first, and
 * texts of no such form last, in plain order (apimachinery's CompareKubeAwareVersionStrings).
 */
export function compareVersions(a: string, b: string): number {
  const left = partsOf(a)
  const right = partsOf(b)
  if (left === undefined || right === undefined)
    return left === right ? (a < b ? -1 : Number(a > b)) : left === undefined ? 1 : -1
  for (const [at, value] of left.entries()) {
    const difference = (right[at] ?? 0) - value
    if (difference !== 0) return difference
  }
  return 0
}

function partsOf(version: string): readonly number[] | undefined {
  const match = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(version)
  if (match === null) return undefined
  const stage = match[2] === undefined ? 2 : Number(match[2] === 'beta')
  return [stage, Number(match[1]), Number(match[3] ?? 0)]
}
