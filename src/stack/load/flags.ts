import { isAbsolute, join } from 'node:path'
import type { YamlMap, YamlValue } from '#yaml'
import type { StackFlag, StackRemoval } from '../contract.ts'
import type { FileContext } from './context.ts'
import { textAt } from './read.ts'

/** A setting of a release, and the flag of `upgrade` that it is. Both formats' names stand here. */
const SETTINGS: readonly (readonly [setting: string, flag: string])[] = [
  ['wait', 'wait'],
  ['waitForJobs', 'wait-for-jobs'],
  ['timeout', 'timeout'],
  ['atomic', 'rollback-on-failure'],
  ['rollbackOnFailure', 'rollback-on-failure'],
  ['cleanupOnFail', 'cleanup-on-fail'],
  ['createNamespace', 'create-namespace'],
  ['force', 'force-replace'],
  ['forceReplace', 'force-replace'],
  ['forceConflicts', 'force-conflicts'],
  ['historyMax', 'history-max'],
  ['skipCRDs', 'skip-crds'],
  ['skipCrds', 'skip-crds'],
  ['reuseValues', 'reuse-values'],
  ['resetValues', 'reset-values'],
  ['resetThenReuseValues', 'reset-then-reuse-values'],
  ['disableOpenAPIValidation', 'disable-openapi-validation'],
  ['skipSchemaValidation', 'skip-schema-validation'],
  ['takeOwnership', 'take-ownership'],
  ['serverSide', 'server-side'],
  ['enableDNS', 'enable-dns'],
  ['enableDns', 'enable-dns'],
  ['devel', 'devel'],
  ['verify', 'verify'],
  ['keyring', 'keyring'],
  ['noHooks', 'no-hooks'],
  ['description', 'description'],
  ['postRenderer', 'post-renderer'],
  ['postRendererArgs', 'post-renderer-args'],
  ['fieldPolicy', 'field-policy'],
  ['insecureSkipTLSVerify', 'insecure-skip-tls-verify'],
  ['insecureSkipTlsVerify', 'insecure-skip-tls-verify'],
  ['plainHttp', 'plain-http'],
]

/** Flags whose values are paths: they start at the file's folder. */
const PATHS: ReadonlySet<string> = new Set(['keyring', 'ca-file', 'cert-file', 'key-file', 'registry-config'])
/** Settings of Helm 2 that nothing does any more. */
const GONE = ['recreatePods', 'adopt'] as const

/** What a release's flags are made from. */
export interface Settings {
  readonly release: YamlMap
  readonly defaults: YamlMap
  readonly labels: Readonly<Record<string, string>>
}

/** The flags of a release's settings, its own before those of the defaults. */
export function flagsOf({ release, defaults, labels }: Settings, context: FileContext): readonly StackFlag[] {
  const flags = new Map<string, YamlValue>([['create-namespace', true]])
  const said = (setting: string): YamlValue => release.get(setting) ?? defaults.get(setting) ?? null
  for (const settings of [defaults, release]) {
    for (const [setting, flag] of SETTINGS) {
      const value = settings.get(setting)
      if (value !== undefined && value !== null) flags.set(flag, value)
    }
  }
  // without it, an upgrade that has no values keeps those of before
  if (!['reuse-values', 'reset-then-reuse-values'].some((flag) => flags.get(flag) === true))
    flags.set('reset-values', true)
  if (said('skipDeps') === true) flags.set('dependency-update', false)
  if (said('syncReleaseLabels') === true) flags.set('labels', recordLabels(labels))
  if (flags.get('wait') === true && said('trackMode') === 'helm-legacy') flags.set('wait', 'legacy')
  for (const setting of GONE.filter((each) => isGiven(said(each)))) {
    context.warnings.push(
      `${context.file}: ${setting} of release ${textAt(release, 'name')} is gone from Helm and left out`,
    )
  }
  return [...flags].flatMap(([flag, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((each) => flagOf(flag, each, context.folder)),
  )
}

function isGiven(value: YamlValue): boolean {
  return value === true || (Array.isArray(value) && value.length > 0)
}

/** Labels that Helm keeps for itself. Source: helm pkg/storage/driver GetSystemLabels. */
const SYSTEM_LABELS: ReadonlySet<string> = new Set(['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt'])

function recordLabels(labels: Readonly<Record<string, string>>): YamlValue {
  const own = Object.entries(labels).filter(([key]) => key !== '' && !SYSTEM_LABELS.has(key))
  return own.map(([key, value]) => `${key}=${value}`)
}

/** How a release is uninstalled. */
export function removalOf(release: YamlMap, defaults: YamlMap): StackRemoval {
  const said = (setting: string): YamlValue => release.get(setting) ?? defaults.get(setting) ?? null
  const [waits, timeout, cascade] = [said('deleteWait'), said('deleteTimeout'), said('cascade')]
  return {
    waits: typeof waits === 'boolean' ? waits : undefined,
    timeoutSeconds: typeof timeout === 'number' && timeout > 0 ? timeout : undefined,
    cascade: typeof cascade === 'string' && cascade !== '' ? cascade : undefined,
  }
}

function flagOf(flag: string, value: YamlValue, folder: string): StackFlag[] {
  if (value === null || typeof value === 'object') return []
  // helmfile counts seconds, ours are durations
  if (flag === 'timeout' && typeof value === 'number') return value === 0 ? [] : [[flag, `${value}s`]]
  if (typeof value === 'boolean' && flag !== 'server-side') return [[flag, value]]
  if (flag === 'wait' && (value === 'true' || value === 'false')) return [[flag, value === 'true']]
  return [[flag, pathOf(flag, String(value), folder)]]
}

/** A post-renderer without a slash is looked for where programs and plugins are. */
function pathOf(flag: string, value: string, folder: string): string {
  const isPath = PATHS.has(flag) || (flag === 'post-renderer' && value.includes('/'))
  return !isPath || value === '' || isAbsolute(value) ? value : join(folder, value)
}

const REPOSITORY: readonly (readonly [setting: string, flag: string])[] = [
  ['username', 'username'],
  ['password', 'password'],
  ['caFile', 'ca-file'],
  ['certFile', 'cert-file'],
  ['keyFile', 'key-file'],
  ['passCredentials', 'pass-credentials'],
  ['skipTLSVerify', 'insecure-skip-tls-verify'],
  ['insecureSkipTlsVerify', 'insecure-skip-tls-verify'],
  ['plainHttp', 'plain-http'],
  ['verify', 'verify'],
  ['keyring', 'keyring'],
  ['registryConfig', 'registry-config'],
]

/** The flags that reach a repository; its files start at `folder`. */
export function repositoryFlags(repository: YamlMap, folder: string): readonly StackFlag[] {
  return REPOSITORY.flatMap(([setting, flag]) => flagOf(flag, repository.get(setting) ?? null, folder))
}
