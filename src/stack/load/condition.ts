import type { YamlMap, YamlValue } from '#yaml'
import { StackError } from '../error.ts'
import { textAt } from './read.ts'

/**
 * Whether a release's condition holds: `when` (ours) is a boolean or any path of the values, `condition` (helmfile's) a
 * boolean or a path that ends in `.enabled`. Throws `bad-condition`.
 */
export function isEnabled(release: YamlMap, values: YamlMap): boolean {
  const when = release.get('when')
  if (typeof when === 'boolean') return when
  if (typeof when === 'string') return isHolding(lookUp(values, when.split('.')))
  const condition = textAt(release, 'condition')
  if (condition === '') return true
  if (/^(?:true|false)$/i.test(condition)) return condition.toLowerCase() === 'true'
  return holds(condition, values)
}

function holds(condition: string, values: YamlMap): boolean {
  const keys = condition.split('.')
  if (keys.at(-1) !== 'enabled') {
    const hint = "condition value must be in the form 'foo.enabled'"
    throw new StackError('bad-condition', `${condition} – expected a path that ends in .enabled`, { hint })
  }
  const parent = lookUp(values, keys.slice(0, -1))
  if (!(parent instanceof Map)) {
    const path = keys.slice(0, -1).join('.')
    throw new StackError(
      'bad-condition',
      `environment values field '.${path}' ${parent === undefined ? 'not found' : 'is not a map'}`,
    )
  }
  return parent.get('enabled') === true
}

function isHolding(value: YamlValue | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0
}

function lookUp(values: YamlMap, steps: readonly string[]): YamlValue | undefined {
  let current: YamlValue | undefined = values
  for (const step of steps) current = current instanceof Map ? current.get(step) : undefined
  return current
}
