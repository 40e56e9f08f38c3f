import type { Compat } from '#source'
import type { GoObject as GoObjectOf, Value } from '#template'
import { helmVersions } from '../version.ts'

/** What `version` tells: field names and values in the order in which they are printed. */
export type BuildInfo = readonly (readonly [field: string, value: string])[]

/** What the Helm release of a compatibility level answers. Recorded from `helm version`. */
export const helmBuilds: Readonly<Record<Compat, BuildInfo>> = {
  helm4: [
    ['Version', helmVersions.helm4],
    ['GitCommit', '05fa37973dc9e42b76e1d2883494c87174b6074f'],
    ['GitTreeState', 'clean'],
    ['GoVersion', 'go1.25.9'],
    ['KubeClientVersion', 'v1.35'],
  ],
  helm3: [
    ['Version', helmVersions.helm3],
    ['GitCommit', 'cc0bbbd6d6276b83880042c1ecb34087e84d41eb'],
    ['GitTreeState', 'clean'],
    ['GoVersion', 'go1.23.7'],
  ],
}

/** The line as Go prints the struct: `version.BuildInfo{Version:"…", …}`. */
export function printBuild(build: BuildInfo): string {
  return `version.BuildInfo{${build.map(([field, value]) => `${field}:${JSON.stringify(value)}`).join(', ')}}\n`
}

/** `VERSION+gCOMMIT`, the commit by its first seven digits. */
export function shortBuild(build: BuildInfo): string {
  const field = (name: string): string => build.find(([key]) => key === name)?.[1] ?? ''
  const commit = field('GitCommit')
  return `${field('Version')}${commit === '' ? '' : `+g${commit.slice(0, 7)}`}\n`
}

/** The Go template of `--template` over the fields. Throws TemplateError. */
export async function templateBuild(build: BuildInfo, template: string): Promise<string> {
  const { createTemplateSet, GoObject } = await import('#template')
  const set = createTemplateSet({ functions: new Map() })
  set.parse('_', template)
  return set.execute('_', asStruct(GoObject, build))
}

function asStruct(Base: typeof GoObjectOf, build: BuildInfo): GoObjectOf {
  return new (class extends Base {
    readonly goType = 'version.BuildInfo'
    readonly goKind = 'struct'
    fields(): ReadonlyMap<string, Value> {
      return new Map(build)
    }
    toJSON(): unknown {
      return Object.fromEntries(build)
    }
  })()
}
