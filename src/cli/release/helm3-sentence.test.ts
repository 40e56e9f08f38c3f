import { expect, test } from 'vitest'
import { helm3Sentence } from './helm3-sentence.ts'

const object = { namespace: 'shop', name: 'web', gvk: 'apps/v1, Kind=Deployment' }

test.each([
  ['preparing upgrade', { name: 'web' }, 'preparing upgrade for web'],
  ['creating release', { key: 'sh.helm.release.v1.web.v1' }, 'creating release "sh.helm.release.v1.web.v1"'],
  ['Created resource via patch', object, 'Created a new Deployment called "web" in shop'],
  ['Patched resource', object, 'Patch Deployment "web" in namespace shop'],
  ['what Helm 3 never says', { count: 3, of: 'web' }, 'what Helm 3 never says count=3 of=web'],
])('%s', (text, fields, sentence) => {
  expect(helm3Sentence(text, fields)).toBe(sentence)
})
