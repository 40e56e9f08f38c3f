import type { StrategyContext } from '#kinds'
import { type Finding, invalid, type KubeObject } from '#kube'
import type { User } from '../../contract/user.ts'
import { ruleOf } from '../../subresource/rules.ts'
import { type Core, metaText } from '../core.ts'
import { findMetadataFaults, findMetadataUpdateFaults } from '../metadata/validate-metadata.ts'
import type { WriteRequest } from './write-request.ts'

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
  const findings = checksItself(write) ? [] : [...findMetadataFaults(kind, object)]
  findings.push(...(kind.strategy.validate?.(object, strategyContext(core, write)) ?? []))
  findings.push(...(kind.strategy.validateCreate?.(object) ?? []))
  refuse(write, object, findings)
  for (const warning of kind.strategy.warnings?.(object, undefined) ?? []) write.warn(warning)
}

/** Validates a changed object against the one before it. Throws 422. */
export function checkChange(core: Core, write: WriteRequest, object: KubeObject, old: KubeObject): void {
  const { strategy } = write.kind
  const context = strategyContext(core, write)
  const findings = [...findMetadataOfChange(write, object, old)]
  if (write.subresource === 'status') findings.push(...(strategy.validateStatusUpdate?.(object, old, context) ?? []))
  else if (ruleOf(write.kind, write.subresource) !== undefined) {
    findings.push(...(ruleOf(write.kind, write.subresource)?.check?.(object, old) ?? []))
  } else {
    findings.push(...(strategy.validate?.(object, context) ?? []))
    findings.push(...(strategy.validateUpdate?.(object, old, context) ?? []))
  }
  refuse(write, object, findings)
  if (write.subresource !== '') return
  for (const warning of strategy.warnings?.(object, old) ?? []) write.warn(warning)
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
  throw invalid({ group: kind.group, kind: kind.kind }, metaText(object, 'name'), findings)
}
