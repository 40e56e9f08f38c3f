import { expect, test } from 'vitest'
import type { DiscoveredResource } from '#client'
import type { JsonObject } from '#kube'
import type { ReleaseContent } from '#release'
import { leftovers, nameOf } from './leftovers.ts'
import type { Seen } from './survey.ts'

const seen = (kind: string, name: string, metadata: JsonObject = {}, group = ''): Seen => ({
  type: { group, version: 'v1', resource: kind.toLowerCase(), kind, isNamespaced: true } as DiscoveredResource,
  object: { apiVersion: 'v1', kind, metadata: { namespace: 'n', ...metadata, name } },
})
const named = (kind: string, name: string) => ({ source: '', apiVersion: 'v1', kind, name, text: '' })

const hook = (kind: string, name: string): ReleaseContent['hooks'][number] => ({
  ...named(kind, name),
  events: [],
  weight: 0,
  deletePolicies: [],
  outputLogPolicies: [],
})

const content: ReleaseContent = {
  chart: {},
  config: {},
  manifest: '---\n# Source: c/s.yaml\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }\nspec: {}\n',
  hooks: [hook('Job', 'migrate'), hook('Namespace', 'apart')],
  crds: [named('CustomResourceDefinition', 'things.example.com')],
  notes: '',
  warnings: [],
}

const own = (uid: string): JsonObject => ({ ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'x', uid }] })

test.each<readonly [string, readonly Seen[], readonly string[], readonly string[]]>([
  ['nothing', [], [], []],
  ['an object that nobody removes', [seen('ConfigMap', 'a')], ['ConfigMap n/a'], []],
  [
    'a resource policy',
    [seen('Secret', 'a', { annotations: { 'helm.sh/resource-policy': ' Keep' } })],
    [],
    ['its resource policy says so'],
  ],
  ['another policy', [seen('Secret', 'a', { annotations: { 'helm.sh/resource-policy': 'x' } })], ['Secret n/a'], []],
  [
    'a hook, and what belongs to it',
    [seen('Job', 'migrate'), seen('Pod', 'migrate-x', own('0'))],
    [],
    ['a hook made it, and its delete policy leaves it'],
  ],
  [
    'a namespace of a hook with what every namespace has, and with more',
    [
      seen('Namespace', 'apart'),
      seen('ServiceAccount', 'default', { namespace: 'apart' }),
      seen('ConfigMap', 'kube-root-ca.crt', { namespace: 'apart' }),
      seen('ConfigMap', 'more', { namespace: 'apart' }),
    ],
    ['ConfigMap apart/more'],
    ['a hook made it, and its delete policy leaves it'],
  ],
  [
    'a definition of crds/, and one of somebody else',
    [seen('CustomResourceDefinition', 'things.example.com'), seen('CustomResourceDefinition', 'others.example.com')],
    ['CustomResourceDefinition n/others.example.com'],
    ['it is of crds/, which an uninstallation leaves'],
  ],
  [
    'claims of a StatefulSet with their volumes, and others',
    [
      seen('PersistentVolumeClaim', 'data-db-12'),
      seen('PersistentVolume', 'pvc-0'),
      seen('PersistentVolumeClaim', 'data'),
    ],
    ['PersistentVolumeClaim n/data'],
    ['a StatefulSet keeps its claims'],
  ],
  [
    'what was made in place of a job',
    [seen('Secret', 'a', { labels: { 'simulated.berth.dev/stand-in': 'true' } })],
    [],
    [],
  ],
])('%s', (_, now, lost, kept) => {
  const before = seen('Secret', 'there-before')
  const survey = new Map(now.map((one, at) => [String(at), one]))
  const found = leftovers(new Map([['before', before]]), new Map([...survey, ['before', before]]), [content])
  expect(found.lost.map(nameOf)).toEqual(lost)
  expect(found.kept.map(({ reason }) => reason)).toEqual(kept)
})
