import { expect, test } from 'vitest'
import type { ReleaseDriver } from '../contract/driver.ts'
import type { Release } from '../contract/release.ts'
import { ReleaseError } from '../error.ts'
import { taken } from './taken.ts'

const release = { name: 'web', version: 2 } as Release
const cause = new ReleaseError('record-exists', 'release: already exists')
const broken = new ReleaseError('record-broken', 'no JSON')

test.for([
  [
    'a record that cannot be read',
    broken,
    [],
    'record-broken',
    /^put sh\.helm\.release\.v1\.web\.v2 back, or delete it$/,
  ],
  ['a record without its labels', release, [], 'record-exists', /without the labels of a record/],
  ['a record of another run', release, [release], 'locked', /another run made revision 2 of web meanwhile/],
] as const)('a revision is taken by %s', async ([, got, listed, code, hint]) => {
  const driver = {
    get: () => (got instanceof Error ? Promise.reject(got) : Promise.resolve(got)),
    list: () => Promise.resolve(listed),
  } as unknown as ReleaseDriver
  const error = await taken(release, cause, driver)
  expect(error).toMatchObject({ code, hint: expect.stringMatching(hint) as string })
  expect(error.message).toContain('release: already exists')
})
