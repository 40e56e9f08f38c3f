import { expect, it } from 'vitest'
import type { ManifestObject } from '../contract/apply.ts'
import { partByPolicy } from './keep.ts'
import { inOrderOf } from './order.ts'

const of = (kind: string, policy?: string): ManifestObject => ({
  source: '',
  object: {
    apiVersion: 'v1',
    kind,
    metadata: { name: kind, ...(policy !== undefined && { annotations: { 'helm.sh/resource-policy': policy } }) },
  },
})
const kinds = (objects: readonly ManifestObject[]): readonly string[] => objects.map(({ object }) => object.kind)
const all = [
  'Zebra',
  'Service',
  'ValidatingWebhookConfiguration',
  'Namespace',
  'Deployment',
  'Ingress',
  'Apple',
  'IngressClass',
  'CronJob',
  'MutatingWebhookConfiguration',
]

it.each([
  [
    'install',
    'helm4',
    [
      'Namespace',
      'Service',
      'Deployment',
      'CronJob',
      'IngressClass',
      'Ingress',
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
      'Apple',
      'Zebra',
    ],
  ],
  [
    'uninstall',
    'helm4',
    [
      'ValidatingWebhookConfiguration',
      'MutatingWebhookConfiguration',
      'Ingress',
      'IngressClass',
      'Service',
      'CronJob',
      'Deployment',
      'Namespace',
      'Apple',
      'Zebra',
    ],
  ],
  [
    'uninstall',
    'helm3',
    [
      'Ingress',
      'IngressClass',
      'Service',
      'CronJob',
      'Deployment',
      'Namespace',
      'Apple',
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
      'Zebra',
    ],
  ],
] as const)('%s order of %s', (direction, compat, order) => {
  expect(
    kinds(
      inOrderOf(
        direction,
        all.map((kind) => of(kind)),
        compat,
      ),
    ),
  ).toEqual(order)
})

it('keeps what its policy says, in any case and with spaces', () => {
  const { kept, removed } = partByPolicy([of('A'), of('B', ' KEEP '), of('C', 'delete')])
  expect([kinds(kept), kinds(removed)]).toEqual([['B'], ['A']])
})
