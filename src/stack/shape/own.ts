import type { Shape } from './check.ts'
import { any, boolean, each, either, flag, list, number, pairs, scalar, text, valuesEntry } from './parts.ts'

const settings: Readonly<Record<string, Shape>> = {
  ...each(
    [
      'wait',
      'waitForJobs',
      'rollbackOnFailure',
      'cleanupOnFail',
      'createNamespace',
      'forceReplace',
      'forceConflicts',
      'skipCrds',
      'reuseValues',
      'resetValues',
      'resetThenReuseValues',
      'skipSchemaValidation',
      'takeOwnership',
      'enableDns',
      'verify',
      'devel',
      'plainHttp',
      'insecureSkipTlsVerify',
      'noHooks',
    ],
    boolean,
  ),
  ...each(['namespace', 'context', 'timeout', 'postRenderer', 'keyring', 'description'], text),
  serverSide: either(boolean, text),
  historyMax: number,
  postRendererArgs: list(text),
  labels: pairs(scalar),
}

const release: Shape = {
  kind: 'map',
  needs: ['name', 'source'],
  fields: {
    ...settings,
    ...each(['name', 'source'], text),
    version: scalar,
    values: list(valuesEntry),
    set: pairs(any),
    valuesFrom: list(text),
    needs: list(text),
    when: either(boolean, text),
    installed: flag,
    fieldPolicy: list(text),
  },
}

/** A stack file of ours; docs/stack.md tells it. */
export const ownShape: Shape = {
  kind: 'map',
  needs: [],
  fields: {
    environments: pairs({ kind: 'map', fields: { values: list(valuesEntry), context: text } }),
    values: list(valuesEntry),
    defaults: { kind: 'map', fields: settings },
    labels: pairs(scalar),
    repositories: list({
      kind: 'map',
      needs: ['name', 'url'],
      fields: {
        ...each(['name', 'url', 'username', 'password', 'caFile', 'certFile', 'keyFile'], text),
        ...each(['passCredentials', 'insecureSkipTlsVerify', 'plainHttp'], boolean),
      },
    }),
    releases: list(release),
    stacks: list(either(text, { kind: 'map', needs: ['path'], fields: { path: text, values: list(valuesEntry) } })),
  },
}
