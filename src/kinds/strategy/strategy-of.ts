import { copyOf, type Finding, type JsonObject, type KubeObject, valueAt } from '#kube'
import type { Findings } from '../check/finding.ts'
import { checkMetadata, checkMetadataUpdate, type NameRule } from '../check/metadata.ts'
import { isSame } from '../equal.ts'
import type { Scope, Strategy, StrategyContext } from '../kind.ts'

/** What is special about the writes of a kind; `strategyOf` adds what all kinds have in common. */
export interface Rules
  extends Pick<
    Strategy,
    | 'defaults'
    | 'prepareForStatusUpdate'
    | 'warnings'
    | 'gracePeriodSeconds'
    | 'createsOnUpdate'
    | 'updatesUnconditionally'
    | 'orphansByDefault'
  > {
  /** What names have to look like; a DNS subdomain unless told. */
  readonly checkName?: NameRule
  /** What the status of a new object is: creators may not set it, and updates keep the old one. */
  readonly newStatus?: JsonObject
  /** Paths (`spec`, `metadata.annotations`) whose change makes `metadata.generation` grow. */
  readonly generationFields?: readonly string[]
  /** After status and generation (mutates). */
  prepare?(object: KubeObject, context: StrategyContext): void
  /** After status, before generation (mutates `object`). */
  prepareUpdate?(object: KubeObject, old: KubeObject, context: StrategyContext): void
  check?(found: Findings, object: KubeObject, context: StrategyContext): void
  /** Checks what only a new object may not have. */
  checkNew?(found: Findings, object: KubeObject): void
  checkUpdate?(found: Findings, object: KubeObject, old: KubeObject): void
  checkStatus?(found: Findings, object: KubeObject, old: KubeObject): void
}

/** The hooks of a kind from its rules: metadata is checked, status protected, generation counted. */
export function strategyOf(rules: Rules, scope: Scope): Strategy {
  const { checkNew, defaults, prepareForStatusUpdate, warnings, gracePeriodSeconds } = rules
  return {
    ...(defaults !== undefined && { defaults }),
    prepareForCreate: (object, context) => prepareCreate(rules, object, context),
    prepareForUpdate: (object, old, context) => prepareUpdate(rules, { object, old, context }),
    ...(prepareForStatusUpdate !== undefined && { prepareForStatusUpdate }),
    validate: (object, context) => validate(rules, { object, scope, context }),
    ...(checkNew !== undefined && {
      validateCreate: (object: KubeObject) => collect((found) => checkNew(found, object)),
    }),
    validateUpdate: (object, old) => validateUpdate(rules, object, old),
    validateStatusUpdate: (object, old) => validateStatus(rules, object, old),
    ...(warnings !== undefined && { warnings }),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    createsOnUpdate: rules.createsOnUpdate ?? false,
    updatesUnconditionally: rules.updatesUnconditionally ?? true,
    orphansByDefault: rules.orphansByDefault ?? false,
  }
}

function prepareCreate(rules: Rules, object: KubeObject, context: StrategyContext): void {
  if (rules.newStatus !== undefined) object['status'] = copyOf(rules.newStatus)
  if (rules.generationFields !== undefined) object.metadata['generation'] = 1
  rules.prepare?.(object, context)
}

interface Update {
  readonly object: KubeObject
  readonly old: KubeObject
  readonly context: StrategyContext
}

function prepareUpdate(rules: Rules, { object, old, context }: Update): void {
  if (rules.newStatus !== undefined) object['status'] = old['status'] ?? copyOf(rules.newStatus)
  rules.prepareUpdate?.(object, old, context)
  const generation = old.metadata['generation']
  if (rules.generationFields?.some((path) => isChanged(path, object, old)) === true) {
    object.metadata['generation'] = (typeof generation === 'number' ? generation : 0) + 1
  } else if (generation === undefined) delete object.metadata['generation']
  else object.metadata['generation'] = generation
}

function isChanged(path: string, object: KubeObject, old: KubeObject): boolean {
  const steps = path.split('.')
  return !isSame(valueAt(object, ...steps), valueAt(old, ...steps))
}

interface Validation {
  readonly object: KubeObject
  readonly scope: Scope
  readonly context: StrategyContext
}

function collect(check: (found: Findings) => void): readonly Finding[] {
  const found: Findings = []
  check(found)
  return found
}

function validate(rules: Rules, { object, scope, context }: Validation): readonly Finding[] {
  const found: Findings = []
  checkMetadata(found, object, scope, rules.checkName)
  rules.check?.(found, object, context)
  return found
}

function validateUpdate(rules: Rules, object: KubeObject, old: KubeObject): readonly Finding[] {
  const found: Findings = []
  checkMetadataUpdate(found, object, old)
  rules.checkUpdate?.(found, object, old)
  return found
}

function validateStatus(rules: Rules, object: KubeObject, old: KubeObject): readonly Finding[] {
  const found: Findings = []
  checkMetadataUpdate(found, object, old)
  rules.checkStatus?.(found, object, old)
  return found
}
