import { expect, test } from 'vitest'
import type { KubeObject } from '#kube'
import { isNeeded } from './need.ts'

const range = (name: string, ...cidrs: string[]): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name },
  spec: { cidrs },
})

test.each<[rule: string, others: KubeObject[], addresses: string[], needed: boolean]>([
  ['no address: nobody', [], [], false],
  ['an address in it', [], ['10.1.0.7'], true],
  ['an address elsewhere', [], ['10.2.0.7', '2001:db8::1'], false],
  ['an address that lies in another range too', [range('b', '10.1.0.0/29')], ['10.1.0.7'], false],
  ['one that does not', [range('b', '10.1.0.0/29')], ['10.1.0.7', '10.1.0.9'], true],
  ['a range that holds it whole', [range('b', '10.0.0.0/8')], ['10.1.0.9'], false],
  ['the same range under another name', [range('b', '10.1.0.0/24')], ['10.1.0.9'], false],
  ['a range that is part of it', [range('b', '10.1.0.128/25')], ['10.1.0.9'], true],
])('who needs a range: %s', (_, others, addresses, needed) => {
  const own = range('a', '10.1.0.0/24')
  expect(isNeeded(own, { ranges: [own, ...others], addresses })).toBe(needed)
})
