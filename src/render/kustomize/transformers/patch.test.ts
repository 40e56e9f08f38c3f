import { describe, expect, test } from 'vitest'
import { dump } from '#yaml'
import { KustomizeError } from '../error.ts'
import type { Patch } from '../file/types.ts'
import { ResourceList, type Transform } from '../resource/list.ts'
import { readResources } from '../resource/read.ts'
import { resourceYaml } from '../resource/write.ts'
import type { StepContext } from '../target/step-context.ts'
import { patchTransformer } from './patch.ts'
import { patchesJson6902 } from './patch-json6902.ts'
import { patchesStrategicMerge } from './patch-strategic.ts'

const BASE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: a
        image: x
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  port: "80"
  level: 'debug'
`

const FILES: Readonly<Record<string, string>> = {
  'empty.yaml': '# nothing\n',
  'broken.yaml': 'a: b: c\n',
  'json.yaml': '\n- op: replace\n  path: /spec/replicas\n  value: 3\n- op: remove\n  path: /spec/replica\n',
  'wrong.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template: []\n',
  'two.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: setting}\n',
}

const context: StepContext = {
  load: (path) => {
    const text = FILES[path]
    if (text === undefined) throw new KustomizeError({ code: 'not-found', message: `no ${path}` })
    return text
  },
  configText: () => 'CONFIG\n',
  openapi: () => undefined,
  place: (entry = 0) => ({ file: 'kustomization.yaml', line: 3 + entry, column: 3 }),
  warn: () => undefined,
}

function run(step: Transform): Record<string, string> {
  const resources = new ResourceList(readResources(BASE, 'base.yaml'))
  step(resources)
  return Object.fromEntries(
    [...resources].filter(({ isEmpty }) => !isEmpty).map((each) => [each.name, resourceYaml(each)]),
  )
}

const deployment = (fields: object): string => dump({ apiVersion: 'apps/v1', kind: 'Deployment', ...fields })
const named = (name: string, fields: object = {}): string => deployment({ metadata: { name }, ...fields })
const target = { kind: 'Deployment' }

describe('patchTransformer', () => {
  test.each<readonly [string, Patch, string, string]>([
    [
      'a strategic merge patch finds its object',
      { patch: named('web', { spec: { replicas: 5 } }) },
      'web',
      'replicas: 5',
    ],
    ['a target renames the patch', { patch: named('any', { spec: { x: 1 } }), target }, 'web', 'x: 1'],
    ['JSON is read as YAML', { patch: '- {op: add, path: /spec/y, value: yes}', target }, 'web', '"y": true'],
    ['JSON as it is', { patch: '[{"op": "add", "path": "/spec/y", "value": "yes"}]', target }, 'web', '"y": "yes"'],
    ['the name stays', { patch: named('other'), target }, 'web', 'name: web'],
    [
      'unless it may change',
      { patch: named('other'), target, options: { allowNameChange: true } },
      'other',
      'name: other',
    ],
    [
      'a kind may change',
      { patch: dump({ kind: 'X', metadata: { name: 'web' } }), target, options: { allowKindChange: true } },
      'web',
      'kind: X',
    ],
    [
      'labels of a patch with a target are texts',
      { patch: named('web', { metadata: { name: 'web', labels: { app: null, n: 5 } } }), target },
      'web',
      'app: "null"\n    "n": "5"',
    ],
    [
      'a label selector',
      { patch: '- {op: add, path: /spec/z, value: 1}', target: { labelSelector: 'app in (web)' } },
      'web',
      'z: 1',
    ],
    [
      'patterns are for the whole name',
      { patch: '- {op: add, path: /spec/z, value: 1}', target: { name: 'w.b' } },
      'web',
      'z: 1',
    ],
    [
      'nothing selected is no failure',
      { patch: '- {op: remove, path: /no}', target: { name: 'we' } },
      'web',
      'replicas: 2',
    ],
    ['a text without anything does nothing', { path: 'empty.yaml', target }, 'web', 'replicas: 2'],
    [
      'annotations exist for JSON patches',
      { patch: '- {op: add, path: /metadata/annotations/n, value: 1000000}', target },
      'web',
      '"n": "1e+06"',
    ],
    [
      'a text in quotes stays one',
      {
        patch: dump({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings' },
          data: { level: 3, port: 90 },
        }),
      },
      'settings',
      'level: "3"\n  port: "90"',
    ],
  ])('%s', (_rule, config, name, part) => {
    expect(run(patchTransformer(config, context))[name]).toContain(part)
  })

  test('$patch: delete takes the object out', () => {
    expect(Object.keys(run(patchTransformer({ patch: named('web', { $patch: 'delete' }) }, context)))).toEqual([
      'settings',
    ])
  })

  test.each<readonly [Patch, string, string, string | undefined]>([
    [{}, 'must specify one of patch and path in\nCONFIG\n', '', 'add path: or patch: to the entry'],
    [{ patch: 'a', path: 'b' }, "patch and path can't be set at the same time\nCONFIG\n", '', 'keep one of them'],
    [{ path: 'no.yaml' }, 'failed to get the patch file from path(no.yaml): no no.yaml', '', undefined],
    [
      { patch: 'a: b' },
      'unable to parse SM or JSON patch from [patch: "a: b"]',
      'kustomization.yaml:3:3',
      'as a strategic merge patch: missing Resource metadata',
    ],
    [
      { path: 'broken.yaml' },
      'unable to parse SM or JSON patch from [path: "broken.yaml"]',
      'broken.yaml:1:5',
      'as a JSON patch: error converting YAML to JSON',
    ],
    [
      { patch: '- {op: add, path: /a, value: 1}' },
      'must specify a target for JSON patch [patch: "- {op: add, path: /a, value: 1}"]',
      'kustomization.yaml:3:3',
      'add target:',
    ],
    [
      { path: 'two.yaml', target },
      'Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field: [path: "two.yaml"]',
      'two.yaml:1:1',
      'one entry for each',
    ],
    [
      { path: 'two.yaml' },
      'no resource matches strategic merge patch "ConfigMap.v1.[noGrp]/setting.[noNs]": no matches for Id ConfigMap.v1.[noGrp]/setting.[noNs]; failed to find unique target for patch ConfigMap.v1.[noGrp]/setting.[noNs]',
      'two.yaml:5:1',
      'did you mean ConfigMap.v1.[noGrp]/settings.[noNs]?',
    ],
    [
      { path: 'json.yaml', target },
      "error in remove for path: '/spec/replica': Unable to remove nonexistent key: replica: missing value",
      'json.yaml:5:3',
      'did you mean replicas?',
    ],
    [
      { path: 'wrong.yaml' },
      'wrong node kind: expected MappingNode but got SequenceNode: node contents:\n[]\n',
      'wrong.yaml:6:3',
      'write a map there: key: value',
    ],
    [
      { patch: named('web'), target: { name: '(' } },
      'unable to find patch target "[noKind].[noVer].[noGrp]/(.[noNs]:a=:l=" in `resources`: error parsing regexp: missing closing ): `^(?:()$`',
      '',
      undefined,
    ],
    [
      { patch: '- {op: add, path: spec, value: 1}', target },
      'add operation does not apply: doc is missing path: "spec": missing value',
      'kustomization.yaml:3:3',
      'a path starts with a slash',
    ],
  ])('%j fails with its place and a way out', (config, message, position, hint) => {
    const error = failure(() => run(patchTransformer(config, context)))
    expect(error.message).toBe(message)
    expect(placeOf(error)).toBe(position)
    if (hint === undefined) expect(error.hint).toBeUndefined()
    else expect(error.hint).toContain(hint)
  })
})

describe('patchesStrategicMerge and patchesJson6902', () => {
  test('texts and files', () => {
    const paths = [named('web', { spec: { replicas: 7 } })]
    expect(run(patchesStrategicMerge({ paths }, context))['web']).toContain('replicas: 7')
    const jsonOp = '- {op: replace, path: /spec/replicas, value: 8}'
    const step = patchesJson6902({ target: { kind: 'Deployment', name: 'web' }, jsonOp }, context)
    expect(run(step)['web']).toContain('replicas: 8')
  })

  test.each<readonly [string, () => Transform, string]>([
    ['no paths', () => patchesStrategicMerge({}, context), 'empty file path and empty patch content'],
    [
      'nothing in them',
      () => patchesStrategicMerge({ paths: ['empty.yaml'] }, context),
      'patch appears to be empty; files=[empty.yaml], Patch=',
    ],
    ['no YAML', () => patchesStrategicMerge({ paths: ['broken.yaml'] }, context), 'in File: broken.yaml'],
    [
      'no target',
      () => patchesStrategicMerge({ paths: [named('wep')] }, context),
      'no matches for Id Deployment.v1.apps/wep.[noNs]; failed to find unique target for patch Deployment.v1.apps/wep.[noNs]',
    ],
    ['no name', () => patchesJson6902({ target }, context), 'must specify the target name'],
    ['nothing', () => patchesJson6902({ target: { name: 'a' } }, context), 'empty file path and empty jsonOp'],
    [
      'both',
      () => patchesJson6902({ target: { name: 'a' }, path: 'a', jsonOp: 'b' }, context),
      'must specify a file path or jsonOp, not both',
    ],
    [
      'no list',
      () => patchesJson6902({ target: { name: 'a' }, jsonOp: 'a: b' }, context),
      'decoding {"a":"b"}: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    ],
    [
      'no JSON',
      () => patchesJson6902({ target: { name: 'a' }, jsonOp: '[1' }, context),
      'decoding [1: unexpected end of JSON input',
    ],
    [
      'no operations',
      () => patchesJson6902({ target: { name: 'a' }, jsonOp: '[]' }, context),
      'patch appears to be empty; file=, JsonOp=[]',
    ],
  ])('%s', (_rule, make, message) => {
    expect(failure(() => run(make())).message).toContain(message)
  })
})

function failure(body: () => unknown): KustomizeError {
  try {
    body()
  } catch (error) {
    if (error instanceof KustomizeError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

function placeOf({ position }: KustomizeError): string {
  return position === undefined ? '' : `${position.file}:${position.line}:${position.column}`
}
