import type { StrategyContext } from '#kinds'
import { type Finding, invalid, type KubeObject } from '#kube'
import type { User } from '../../contract/user.ts'
import { ruleOf } from '../../subresource/rules.ts'
import { type Core, metaText } from '../core.ts'
import { findMetadataFaults, findMetadataUpdateFaults } from '../metadata/validate-metadata.ts'
import type { WriteRequest } from './write-request.ts'

/** So many findings are told: a hostile object could have some for every byte. */
const MOST = 1000

/** What the hooks of a kind are told about their surroundings. */
export function strategyContext(core: Core, { user }: WriteRequest): StrategyContext {
  return { now: core.clock.now(), user: userOf(user) }
}

const users = new WeakMap<User, NonNullable<StrategyContext['user']>>()

/** One user writes many objects. */
function userOf(user: User): NonNullable<StrategyContext['user']> {
  const known = users.get(user)
  if (known !== undefined) return known
  const { name, groups, uid, extra } = user
  const made = {
    name,
    groups,
    ...(uid !== undefined && { uid }),
    ...(extra !== undefined && {
      extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])),
    }),
  }
  users.set(user, made)
  return made
}

/** Validates a new object and gives the kind's warnings. Throws 422. */
export function checkNew(core: Core, write: WriteRequest, object: KubeObject): void {
  const { kind } = write
  // rules read a name that is missing as Go does
  if (metaText(object, 'name') === '') object.metadata.name = ''
  const findings = [
    ...(checksItself(write) ? [] : findMetadataFaults(kind, object)),
    ...(kind.strategy.validate?.(object, strategyContext(core, write)) ?? []),
    ...(kind.strategy.validateCreate?.(object) ?? []),
  ]
  refuse(write, object, findings)
  for (const warning of kind.strategy.warnings?.(object, undefined) ?? []) write.warn(warning)
}

/** Validates a changed object against the one before it. Throws 422. */
export function checkChange(core: Core, write: WriteRequest, object: KubeObject, old: KubeObject): void {
  const { strategy } = write.kind
  const findings = [...findMetadataOfChange(write, object, old), ...findChangeFaults(core, write, object, old)]
  refuse(write, object, findings)
  if (write.subresource !== '') return
  for (const warning of strategy.warnings?.(object, old) ?? []) write.warn(warning)
}

function findChangeFaults(core: Core, write: WriteRequest, object: KubeObject, old: KubeObject): readonly Finding[] {
  const { strategy } = write.kind
  const context = strategyContext(core, write)
  if (write.subresource === 'status') return strategy.validateStatusUpdate?.(object, old, context) ?? []
  const rule = ruleOf(write.kind, write.subresource)
  if (rule !== undefined) {
    const whole = rule.checksWhole === true ? (strategy.validate?.(object, context) ?? []) : []
    // metadata was checked on its own
    const rest = whole.filter(({ field }) => !field.startsWith('metadata'))
    return [...rest, ...(rule.check?.(object, old) ?? [])]
  }
  return [...(strategy.validate?.(object, context) ?? []), ...(strategy.validateUpdate?.(object, old, context) ?? [])]
}

/** Built-in kinds bring the checks of metadata, whose words depend on their rules for names. */
function checksItself({ kind }: WriteRequest): boolean {
  return kind.isCustom !== true && kind.strategy.validate !== undefined
}

function findMetadataOfChange(write: WriteRequest, object: KubeObject, old: KubeObject): readonly Finding[] {
  if (
    checksItself(write) &&
    (write.subresource === '' || write.subresource === 'status' || write.subresource === 'scale')
  )
    return []
  return [...findMetadataFaults(write.kind, object), ...findMetadataUpdateFaults(object, old)]
}

function refuse({ kind }: WriteRequest, object: KubeObject, findings: readonly Finding[]): void {
  if (findings.length === 0) return
  throw invalid({ group: kind.group, kind: kind.kind }, metaText(object, 'name'), findings.slice(0, MOST))
}
