import { fieldOf, isMap, type Json, type JsonObject } from '#kube'

/** A step into a value: a key, the number of an item, or an item by its keys: `[name=web]`. */
export type Step = string

/** A path as text: a JSON pointer whose steps into keyed lists name their item, `/spec/containers/[name=web]/image`. */
export function pathText(steps: readonly Step[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The steps of such a text. */
export function stepsOf(path: string): readonly Step[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The step to an item by its keys. */
export function itemStep(item: JsonObject, keys: readonly string[]): Step {
  return `[${keys.map((key) => `${key}=${scalarText(fieldOf(item, key))}`).join(',')}]`
}

/** The value at a path; undefined where there is none. */
export function valueAtPath(value: Json | undefined, steps: readonly Step[]): Json | undefined {
  let current = value
  for (const step of steps) current = below(current, step)
  return current
}

function below(value: Json | undefined, step: Step): Json | undefined {
  if (isMap(value)) return fieldOf(value, step)
  if (!Array.isArray(value)) return undefined
  if (/^\d+$/.test(step)) return value[Number(step)]
  const wanted = pairsOf(step)
  return value.find((item) => isMap(item) && matches(item, wanted))
}

/** Defaults of keys that a manifest may leave out. */
const KEY_DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' }

function matches(item: JsonObject, wanted: readonly (readonly [string, string])[]): boolean {
  return wanted.every(([key, text]) => {
    const value = fieldOf(item, key)
    return (value === undefined ? KEY_DEFAULTS[key] : scalarText(value)) === text
  })
}

function scalarText(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** The keys of an item's step, with their texts. */
export function pairsOf(step: Step): readonly (readonly [string, string])[] {
  return step
    .slice(1, -1)
    .split(/,(?=[A-Za-z]+=)/)
    .map((pair) => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at), pair.slice(at + 1)] as const
    })
}

/** A path for people: `spec.template.spec.containers[name=web].image`. */
export function shownPath(path: string): string {
  return stepsOf(path)
    .map((step) => {
      if (step.startsWith('[')) return step
      if (/^\d+$/.test(step)) return `[${step}]`
      return /^[A-Za-z0-9_-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
    })
    .join('')
    .replace(/^\./, '')
}
