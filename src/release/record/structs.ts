import type { Field, Struct } from './go-json.ts'

/** Whose Helm a record is written as. */
export type RecordLevel = 'helm3' | 'helm4'

/** The struct of a release, as a level writes it. Source: helm pkg/release, pkg/chart. */
export function releaseStruct(level: RecordLevel): Struct {
  return RELEASE[level]
}

/** The struct of a chart's dependency. */
export const dependencyStruct: Struct = [
  kept('name', ''),
  ...optional('version'),
  kept('repository', ''),
  ...optional('condition', 'tags', 'enabled', 'import-values', 'alias'),
]

const METADATA: Struct = [
  ...optional('name', 'home', 'sources', 'version', 'description', 'keywords'),
  { name: 'maintainers', struct: optional('name', 'email', 'url') },
  ...optional('icon', 'apiVersion', 'condition', 'tags', 'appVersion', 'deprecated', 'annotations', 'kubeVersion'),
  { name: 'dependencies', struct: dependencyStruct },
  ...optional('type'),
]

const ZERO_TIME = '0001-01-01T00:00:00Z'

function chartStruct(level: RecordLevel): Struct {
  const isNew = level === 'helm4'
  const file: Struct = [kept('name', ''), kept('data'), ...(isNew ? optional('modtime') : [])]
  return [
    { name: 'metadata', isKept: true, struct: METADATA },
    { name: 'lock', isKept: true, struct: [kept('generated', ZERO_TIME), kept('digest', ''), dependencies()] },
    { name: 'templates', isKept: true, struct: file },
    kept('values'),
    kept('schema'),
    ...(isNew ? [kept('schemamodtime', ZERO_TIME)] : []),
    { name: 'files', isKept: true, struct: file },
    ...(isNew ? optional('modtime') : []),
  ]
}

function dependencies(): Field {
  return { name: 'dependencies', isKept: true, struct: dependencyStruct }
}

/** Helm 3 writes a time that never was as an empty text, Helm 4 leaves it out. */
function timeFields(level: RecordLevel, ...names: readonly string[]): Struct {
  return level === 'helm3' ? names.map((name) => kept(name, '')) : optional(...names)
}

function hookStruct(level: RecordLevel): Struct {
  const run: Struct = [...timeFields(level, 'started_at', 'completed_at'), kept('phase', '')]
  return [
    ...optional('name', 'kind', 'path', 'manifest', 'events'),
    { name: 'last_run', isKept: true, missing: {}, struct: run },
    ...optional('weight', 'delete_policies'),
    ...(level === 'helm4' ? optional('output_log_policies') : []),
  ]
}

function structOf(level: RecordLevel): Struct {
  const info: Struct = [
    ...timeFields(level, 'first_deployed', 'last_deployed', 'deleted'),
    ...optional('description', 'status', 'notes', 'resources'),
  ]
  return [
    ...optional('name'),
    { name: 'info', isKept: true, struct: info },
    { name: 'chart', struct: chartStruct(level) },
    ...optional('config', 'manifest'),
    { name: 'hooks', struct: hookStruct(level) },
    ...optional('version', 'namespace'),
    ...(level === 'helm4' ? optional('apply_method') : []),
  ]
}

const RELEASE: Readonly<Record<RecordLevel, Struct>> = { helm3: structOf('helm3'), helm4: structOf('helm4') }

function optional(...names: readonly string[]): Struct {
  return names.map((name) => ({ name }))
}

function kept(name: string, missing: string | null = null): Field {
  return { name, isKept: true, missing }
}
