import { expect, test } from 'vitest'
import { compareVersions } from './version-order.ts'

test('stable before beta before alpha, newest first, texts of no form last', () => {
  const versions = [
    'foo1',
    'v1alpha1',
    'v10',
    'v1',
    'foo10',
    'v2',
    'v3beta1',
    'v11beta2',
    'v12alpha1',
    'v11alpha2',
    'v1beta1',
  ]
  const sorted = [
    'v10',
    'v2',
    'v1',
    'v11beta2',
    'v3beta1',
    'v1beta1',
    'v12alpha1',
    'v11alpha2',
    'v1alpha1',
    'foo1',
    'foo10',
  ]
  expect([...versions].sort(compareVersions)).toEqual(sorted)
})
