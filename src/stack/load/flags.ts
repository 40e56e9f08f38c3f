import type { YamlMap, YamlValue } from '#yaml'
import type { StackFlag } from '../contract.ts'

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

/** The flags of a release's settings, its own before those of the defaults. */
export function flagsOf(release: YamlMap, defaults: YamlMap): readonly StackFlag[] {
  const flags = new Map<string, YamlValue>([['create-namespace', true]])
  for (const settings of [defaults, release]) {
    for (const [setting, flag] of SETTINGS) {
      const value = settings.get(setting)
      if (value !== undefined && value !== null) flags.set(flag, value)
    }
  }
  return [...flags].flatMap(([flag, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((each) => flagOf(flag, each)),
  )
}

function flagOf(flag: string, value: YamlValue): StackFlag[] {
  if (value === null || typeof value === 'object') return []
  // helmfile counts seconds, ours are durations
  if (flag === 'timeout' && typeof value === 'number') return [[flag, `${value}s`]]
  if (typeof value === 'boolean' && flag !== 'server-side') return [[flag, value]]
  if (flag === 'wait' && typeof value === 'string') return [[flag, value === 'true']]
  return [[flag, String(value)]]
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
]

/** The flags that reach a repository. */
export function repositoryFlags(repository: YamlMap): readonly StackFlag[] {
  return REPOSITORY.flatMap(([setting, flag]) => flagOf(flag, repository.get(setting) ?? null))
}
