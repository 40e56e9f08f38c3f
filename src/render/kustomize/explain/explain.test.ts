import { expect, it } from 'vitest'
import { memoryFiles } from '../localize/testing-files.ts'
import { explainBuild, type FieldWriter } from './explain.ts'

const files = {
  '/w/base/kustomization.yaml': `resources:
- web.yaml
- list.yaml
configMapGenerator:
- name: settings
  literals:
  - A=1
  - B=2
`,
  '/w/base/web.yaml': `# web
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app.kubernetes.io/name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: side
        image: busybox
      - name: web
        image: nginx
        env:
        - name: X
          valueFrom:
            configMapKeyRef: {name: settings, key: A}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
`,
  '/w/base/list.yaml': `apiVersion: v1
kind: ConfigMapList
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: one}
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: two}
  data:
    a: y
`,
  '/w/over/kustomization.yaml': `namespace: prod
namePrefix: p-
resources:
- ../base
patchesStrategicMerge:
- sm.yaml
patches:
- path: patch.yaml
- target: {kind: Deployment}
  patch: |-
    - op: replace
      path: /spec/replicas
      value: 3
- patch: |
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: one
    $patch: delete
images:
- name: nginx
  newTag: "1.27"
replicas:
- name: web
  count: 5
labels:
- pairs: {team: x}
  includeSelectors: true
configMapGenerator:
- name: settings
  behavior: merge
  literals: [B=3]
replacements:
- source: {kind: Deployment, fieldPath: spec.replicas}
  targets:
  - select: {kind: Service}
    fieldPaths: [spec.ports.0.port]
`,
  '/w/over/sm.yaml': `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
`,
  '/w/over/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.25
`,
}

const rows: readonly (readonly [query: string, ...writers: string[]])[] = [
  [
    'Deployment/web:spec.template.spec.containers[name=web].image',
    '"nginx" resource base/web.yaml:16:9',
    '"nginx:1.25" patch over/patch.yaml:10:9 patches[0] over/kustomization.yaml:8:3',
    '"nginx:1.27" images over/kustomization.yaml:22:3 images[0] over/kustomization.yaml:21:3',
  ],
  [
    'deployment/p-web:/spec/replicas',
    '1 resource base/web.yaml:9:3',
    '3 patch over/kustomization.yaml:11:7 patches[1] over/kustomization.yaml:9:3',
    '5 replicas over/kustomization.yaml:25:3 replicas[0] over/kustomization.yaml:24:3',
  ],
  [
    'Deployment/web:metadata.name',
    '"web" resource base/web.yaml:5:3',
    '"p-web" namePrefix over/kustomization.yaml:2:1 namePrefix over/kustomization.yaml:2:1',
  ],
  ['Deployment/web:metadata.labels.app.kubernetes.io/name', '"web" resource base/web.yaml:7:5'],
  ['Service/web:spec.selector.team', '"x" labels over/kustomization.yaml:27:11 labels[0] over/kustomization.yaml:27:3'],
  ['Service/web:spec.type', '"NodePort" patch over/sm.yaml:6:3 patchesStrategicMerge[0] over/kustomization.yaml:6:3'],
  [
    'Service/web:spec.ports[0].port',
    '80 resource base/web.yaml:28:5',
    '5 replacement over/kustomization.yaml:34:3 replacements[0] over/kustomization.yaml:34:3',
  ],
  [
    'ConfigMap/settings:data.B',
    '"2" generator base/kustomization.yaml:8:5 configMapGenerator[0] base/kustomization.yaml:5:3',
    '"3" generator over/kustomization.yaml:32:14 configMapGenerator[0] over/kustomization.yaml:30:3',
  ],
  ['ConfigMap/two:data.a', '"y" resource base/list.yaml:11:5'],
  [
    'ConfigMap/one:kind',
    '"ConfigMap" resource base/list.yaml:5:3',
    'patch over/kustomization.yaml:16:5 patches[2] over/kustomization.yaml:14:3',
  ],
]

it.each(rows)('%s: its writers in order', async (query, ...writers) => {
  const { isWhole, fields } = await explain(query)
  expect(isWhole).toBe(false)
  expect(fields.map((field) => field.writers.map(writerText))).toEqual([writers])
  expect(fields[0]?.writers.map(({ isWinner }) => isWinner)).toEqual(writers.map((_, at) => at === writers.length - 1))
})

it('a name that follows another object says which, and where that is', async () => {
  const path = 'spec.template.spec.containers[name=web].env[0].valueFrom.configMapKeyRef.name'
  const [field] = (await explain(`Deployment/web:${path}`)).fields
  expect(field?.path).toBe(path.replace('[0]', '[name=X]'))
  const [, last] = field?.writers ?? []
  expect(last?.name).toMatch(/^name of ConfigMap\/p-settings-/)
  expect(last?.position).toMatchObject({ file: '/w/base/kustomization.yaml', line: 5 })
})

it('without a path every field has its last writer', async () => {
  const { isWhole, fields } = await explain('Service/web')
  expect(isWhole).toBe(true)
  expect(fields.map(({ path, writers }) => [path, writers.at(-1)?.name])).toContainEqual([
    'metadata.namespace',
    'namespace',
  ])
})

const unknown: readonly (readonly [query: string, hint: string])[] = [
  ['Deployment/wbe', 'did you mean Deployment/p-web?'],
  ['Ingress/web', 'there is Service/p-web, Deployment/p-web'],
  [
    'Deployment/web:spec.template.spec.containers[name=web].imag',
    'did you mean spec.template.spec.containers[name=web].image?',
  ],
  ['Deployment/web:spec.nothing', 'spec has replicas, template, selector'],
]

it.each(unknown)('%s: %s', async (query, hint) => {
  await expect(explain(query)).rejects.toMatchObject({
    code: 'no-match',
    hint: expect.stringContaining(hint) as string,
  })
})

it('a build that nobody explains gives the same', async () => {
  const { renderKustomize } = await import('../target/render.ts')
  const { Recorder } = await import('./recorder.ts')
  const memory = memoryFiles({ files })
  const watched = renderKustomize('/w/over', { files: memory.files, observer: new Recorder() })
  expect(watched.text).toBe(renderKustomize('/w/over', { files: memory.files }).text)
})

async function explain(query: string): ReturnType<typeof explainBuild> {
  return explainBuild({ path: '/w/over', query }, { files: memoryFiles({ files }).files })
}

function writerText({ value, name, position, entry }: FieldWriter): string {
  const place = (at: typeof position): string => (at ? `${at.file.replace('/w/', '')}:${at.line}:${at.column}` : '')
  return [JSON.stringify(value), name, place(position), entry?.path, place(entry?.position)].join(' ').trim()
}
