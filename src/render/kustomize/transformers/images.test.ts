import { expect, test } from 'vitest'
import { IMAGES_FIELDS } from '../fields/images.ts'
import { afterSteps } from '../fields/testing-resources.ts'
import type { Image } from '../file/types.ts'
import { imageTagTransformer } from './images.ts'

const pod = (image: string) =>
  `apiVersion: v1\nkind: X\nmetadata: {name: a}\nother: {containers: [{image: ${image}}]}\n`
const step = (imageTag: Image) => imageTagTransformer({ imageTag, fieldSpecs: IMAGES_FIELDS })
const imageAfter = (image: string, change: Image): string | undefined =>
  /image: (.*)\n/.exec(afterSteps(pod(image), step(change)))?.[1]

test.each([
  ['another name', 'nginx:1', { name: 'nginx', newName: 'apache' }, 'apache:1'],
  ['another tag takes the digest away', 'nginx:1@sha256:a', { name: 'nginx', newTag: '2' }, 'nginx:2'],
  ['a digest takes the tag away', 'nginx:1', { name: 'nginx', digest: 'sha256:b' }, 'nginx@sha256:b'],
  ['tag and digest', 'nginx', { name: 'nginx', newTag: '2', digest: 'sha256:b' }, 'nginx:2@sha256:b'],
  ['a suffix of the tag', 'nginx:1@sha256:a', { name: 'nginx', tagSuffix: '-x' }, 'nginx:1-x'],
  ['another image stays', 'nginx-a:1', { name: 'nginx', newTag: '2' }, 'nginx-a:1'],
  ['a name is an expression', 'reg/nginx:1', { name: '.*nginx', newTag: '2' }, 'reg/nginx:2'],
  ['a host with a port', 'reg:5000/a:1', { name: 'reg:5000/a', newTag: '2' }, 'reg:5000/a:2'],
  ['a plain name that reads as a number is one', 'nginx', { name: 'nginx', newName: '123' }, '123'],
  ['a name in quotes stays a text', '"nginx"', { name: 'nginx', newName: '123' }, '"123"'],
])('images: %s', (_, image, change, then) => {
  expect(imageAfter(image, change)).toBe(then)
})

test('fields of the table see what the search has changed', () => {
  const text = `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {
    containers: [{image: a:1}], volumes: [{image: {reference: a:1}}]}}`
  expect(afterSteps(text, step({ name: 'a', tagSuffix: '-x' }))).toContain(
    'spec:\n  containers:\n  - image: a:1-x-x\n  volumes:\n  - image:\n      reference: a:1-x\n',
  )
})

test('definitions of custom resources stay', () => {
  const text = 'kind: CustomResourceDefinition\nmetadata: {name: a}\nspec: {containers: [{image: a}]}\n'
  expect(afterSteps(text, step({ name: 'a', newTag: '2' }))).toContain('image: a\n')
})

test('a name that is no expression is refused', () => {
  expect(() => step({ name: '(' })).toThrow(expect.objectContaining({ code: 'bad-config' }))
})

test.each([
  ['[a]', 'wrong node kind: expected ScalarNode but got SequenceNode: node contents:\n- a\n'],
  ['{}', 'wrong node kind: expected ScalarNode but got MappingNode: node contents:\n{}\n'],
])('an image that is no text is an error: %s', (image, message) => {
  expect(() => imageAfter(image, { name: 'a' })).toThrow(expect.objectContaining({ code: 'bad-value', message }))
})
