import type { Shape } from './check.ts'
import { any, boolean, each, either, flag, list, number, pairs, scalar, text, valuesEntry } from './parts.ts'

const settings: Readonly<Record<string, Shape>> = {
  ...each(
    [
      'wait',
      'waitForJobs',
      'atomic',
      'rollbackOnFailure',
      'cleanupOnFail',
      'createNamespace',
      'force',
      'forceConflicts',
      'skipCRDs',
      'reuseValues',
      'skipSchemaValidation',
      'takeOwnership',
      'enableDNS',
      'verify',
      'devel',
      'plainHttp',
      'insecureSkipTLSVerify',
      'disableOpenAPIValidation',
      'disableValidation',
      'disableValidationOnInstall',
      'recreatePods',
      'skipDeps',
      'skipRefresh',
      'deleteWait',
      'syncReleaseLabels',
      'disableAutoDetectedKubeVersionForDiff',
      'trackLogs',
      'trackFailedLogs',
      'trackFailOnError',
    ],
    flag,
  ),
  ...each(['kubeContext', 'postRenderer', 'keyring', 'cascade', 'trackMode'], text),
  ...each(['timeout', 'historyMax', 'waitRetries', 'deleteTimeout', 'trackTimeout', 'helmStuckGrace'], number),
  ...each(['kubedogQPS', 'kubedogBurst'], number),
  serverSide: either(boolean, text),
  ...each(
    ['postRendererArgs', 'suppressOutputLineRegex', 'suppressDiff', 'trackKinds', 'skipKinds', 'trackResources'],
    any,
  ),
}

const setEntry: Shape = {
  kind: 'map',
  fields: { name: text, value: any, file: text, values: either(list(any), text) },
}

const hook: Shape = {
  kind: 'map',
  fields: {
    ...each(['name', 'command'], text),
    events: list(text),
    args: list(scalar),
    kubectlApply: pairs(text),
    showlogs: boolean,
  },
}

const releaseFields: Readonly<Record<string, Shape>> = {
  ...settings,
  ...each(
    [
      'name',
      'chart',
      'directory',
      'namespace',
      'description',
      'condition',
      'installedTemplate',
      'conditionTemplate',
      'waitTemplate',
      'verifyTemplate',
      'missingFileHandler',
      'valuesPathPrefix',
      'updateStrategy',
      'kubeVersion',
    ],
    scalar,
  ),
  version: scalar,
  installed: flag,
  labels: pairs(scalar),
  ...each(['values', 'valuesTemplate', 'secrets'], list(valuesEntry)),
  ...each(['set', 'setTemplate', 'setString', 'env'], list(setEntry)),
  needs: list(text),
  inherit: list({ kind: 'map', fields: { template: text, except: list(text) } }),
  hooks: list(hook),
  dependencies: list({ kind: 'map', needs: ['chart'], fields: { chart: text, version: scalar, alias: text } }),
  ...each(['jsonPatches', 'strategicMergePatches', 'transformers'], list(valuesEntry)),
  apiVersions: list(any),
  ...each(['missingFileHandlerConfig', 'forceGoGetter', 'forceNamespace', 'skipDeps', 'adopt', 'unitTests'], any),
}

/** A helmfile of the common shape. Source: helmfile pkg/state/state.go. */
export const helmfileShape: Shape = {
  kind: 'map',
  fields: {
    ...each(
      ['helmBinary', 'kustomizeBinary', 'kubeContext', 'namespace', 'chart', 'lockFilePath', 'kubeVersion'],
      text,
    ),
    ...each(['missingFileHandler', 'missingFileHandlerConfig', 'llm', 'defaultInherit'], any),
    hooks: list(hook),
    apiVersions: list(text),
    values: list(valuesEntry),
    environments: pairs({
      kind: 'map',
      fields: {
        values: list(valuesEntry),
        secrets: list(text),
        ...each(['kubeContext', 'missingFileHandler', 'mergeStrategy'], text),
        missingFileHandlerConfig: any,
      },
    }),
    bases: list(text),
    helmDefaults: {
      kind: 'map',
      fields: { ...settings, ...each(['args', 'diffArgs', 'syncArgs', 'templateArgs'], list(text)) },
    },
    helmfiles: list(
      either(text, {
        kind: 'map',
        fields: {
          path: text,
          selectors: list(text),
          selectorsInherited: boolean,
          values: list(valuesEntry),
          inherits: list(text),
        },
      }),
    ),
    repositories: list({
      kind: 'map',
      fields: {
        ...each(
          [
            'name',
            'url',
            'caFile',
            'certFile',
            'keyFile',
            'username',
            'password',
            'registryConfig',
            'managed',
            'keyring',
          ],
          text,
        ),
        ...each(['oci', 'verify', 'passCredentials', 'skipTLSVerify', 'plainHttp'], boolean),
      },
    }),
    commonLabels: pairs(scalar),
    templates: pairs({ kind: 'map', fields: releaseFields }),
    releases: list({ kind: 'map', fields: releaseFields }),
  },
}
