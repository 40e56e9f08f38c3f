import { define, type GoFunction, GoObject, typedAs, type Value } from '#template'
import { HELM4_API_VERSIONS, helm3ApiVersions } from './api-versions.ts'
import { GoStruct } from './chart-object.ts'
import { defaultKubeVersion } from './kube-version.ts'
import type { Capabilities, Compat, KubeVersion } from './options.ts'

/** What to assume of a cluster that is not there: `--kube-version` and `--api-versions` come on top. */
export function offlineCapabilities(
  compat: Compat,
  given: { readonly kubeVersion?: KubeVersion; readonly apiVersions?: readonly string[] } = {},
): Capabilities {
  const known = compat === 'helm3' ? helm3ApiVersions() : HELM4_API_VERSIONS
  return {
    kubeVersion: given.kubeVersion ?? defaultKubeVersion(compat),
    apiVersions: given.apiVersions === undefined ? known : [...known, ...given.apiVersions],
  }
}

/** `.Capabilities`. */
export function capabilitiesObject(capabilities: Capabilities, compat: Compat): Value {
  const room = compat === 'helm3' ? 'chartutil' : 'common'
  return new GoStruct(
    `*${room}.Capabilities`,
    [
      ['KubeVersion', 'KubeVersion!', kubeVersionObject(capabilities.kubeVersion, `${room}.KubeVersion`)],
      ['APIVersions', 'APIVersions!', new VersionSet(`${room}.VersionSet`, capabilities.apiVersions)],
      ['HelmVersion', 'HelmVersion!', helmVersion(compat)],
    ],
    'ptr',
  )
}

function kubeVersionObject({ version, normalized, major, minor }: KubeVersion, goType: string): Value {
  return new KubeVersionObject(
    goType,
    [
      ['Version', 'Version!', version],
      ['Major', 'Major!', major],
      ['Minor', 'Minor!', minor],
    ],
    'struct',
    [define('String', [], () => normalized), define('GitVersion', [], () => version)],
  )
}

class KubeVersionObject extends GoStruct {
  override goString(): string | undefined {
    return this.method('String')?.call() as string
  }
}

const HELM_VERSIONS: Readonly<Record<Compat, readonly (readonly [string, string, string])[]>> = {
  helm3: [
    ['Version', 'version', 'v3.17.2'],
    ['GitCommit', 'git_commit', 'cc0bbbd6d6276b83880042c1ecb34087e84d41eb'],
    ['GitTreeState', 'git_tree_state', 'clean'],
    ['GoVersion', 'go_version', 'go1.23.7'],
  ],
  helm4: [
    ['Version', 'version', 'v4.1.4'],
    ['GitCommit', 'git_commit', '05fa37973dc9e42b76e1d2883494c87174b6074f'],
    ['GitTreeState', 'git_tree_state', 'clean'],
    ['GoVersion', 'go_version', 'go1.25.9'],
    ['KubeClientVersion', 'kube_client_version', 'v1.35'],
  ],
}

function helmVersion(compat: Compat): Value {
  return new GoStruct('version.BuildInfo', HELM_VERSIONS[compat], 'struct')
}

/** `.Capabilities.APIVersions`: a list of strings with `Has`. */
class VersionSet extends GoObject {
  readonly goType: string
  readonly goKind = 'slice'
  readonly #list: Value[]
  readonly #set: ReadonlySet<string>
  constructor(goType: string, versions: readonly string[]) {
    super()
    this.goType = goType
    this.#list = typedAs('[]string', [...versions])
    this.#set = new Set(versions)
  }
  fields(): ReadonlyMap<string, Value> {
    return new Map()
  }
  override method(name: string): GoFunction | undefined {
    if (name !== 'Has') return undefined
    return define('Has', ['string'], (version) => this.#set.has(version as string))
  }
  override underlying(): Value {
    return this.#list
  }
  toJSON(): unknown {
    return this.#list
  }
}
