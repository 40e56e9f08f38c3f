import { expect, test } from 'vitest'
import { DEFAULT_CONFIGURATION } from '../fields/configuration.ts'
import { afterSteps, printed, resourcesOf } from '../fields/testing-resources.ts'
import { annotationsTransformer, labelTransformer } from './metadata.ts'

const labels = labelTransformer({ labels: { z: '1', b: 'yes' }, fieldSpecs: DEFAULT_CONFIGURATION.commonLabels })
const annotations = annotationsTransformer({
  annotations: { b: '5' },
  fieldSpecs: DEFAULT_CONFIGURATION.commonAnnotations,
})
const pairs = (indent: string) => `${indent}b: "yes"\n${indent}z: "1"\n`

test.each([
  ['v1', 'ConfigMap', '', `metadata:\n  labels:\n${pairs('    ')}  name: a\n`],
  ['v1', 'Service', '', `spec:\n  selector:\n${pairs('    ')}`],
  ['v2', 'Service', '', 'name: a\n'],
  [
    'apps/v1',
    'Deployment',
    '',
    `selector:\n    matchLabels:\n${pairs('      ')}  template:\n    metadata:\n      labels:\n${pairs('        ')}`,
  ],
  [
    'apps/v1',
    'Deployment',
    ', spec: {template: {spec: {topologySpreadConstraints: [{labelSelector: {matchLabels: {a: b}}}, {}]}}}',
    `topologySpreadConstraints:\n      - labelSelector:\n          matchLabels:\n            a: b\n${pairs('            ')}      - {}\n`,
  ],
  [
    'batch/v1',
    'Job',
    ', spec: {selector: {matchLabels: null}}',
    'spec:\n  selector:\n    matchLabels: null\n  template:\n',
  ],
  ['batch/v1', 'CronJob', '', `template:\n        metadata:\n          labels:\n${pairs('            ')}`],
])('labels go where they are selected: %s %s%s', (apiVersion, kind, rest, then) => {
  const text = `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a}${rest}}`
  expect(afterSteps(text, labels)).toContain(then)
})

test('annotations go to objects and templates', () => {
  expect(
    afterSteps('{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, annotations: null}}', annotations),
  ).toBe(
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations:\n    b: "5"\n  name: a\n' +
      'spec:\n  template:\n    metadata:\n      annotations:\n        b: "5"\n',
  )
})

test.each([
  ['foo', 'ScalarNode: node contents:\nfoo\n'],
  ['[foo]', 'SequenceNode: node contents:\n- foo\n'],
])('labels that are no map are an error: %s', (value, actual) => {
  const message = `considering field 'metadata/labels' of object A.v1.[noGrp]/a.[noNs]: wrong node kind: expected MappingNode but got ${actual}`
  expect(() => afterSteps(`{apiVersion: v1, kind: A, metadata: {name: a, labels: ${value}}}`, labels)).toThrow(
    expect.objectContaining({ code: 'bad-value', message }),
  )
})

test('a label without a name is an error', () => {
  const step = labelTransformer({
    labels: { a: 'b', '': 'x' },
    fieldSpecs: [{ path: 'metadata/labels', create: true }],
  })
  expect(() => afterSteps('{apiVersion: v1, kind: A, metadata: {name: a}}', step)).toThrow(
    /wrong node kind: expected ScalarNode but got MappingNode: node contents:\n\{\}\n$/,
  )
})

test('without labels nothing is done', () => {
  const step = labelTransformer({ fieldSpecs: [{ path: 'metadata/name', create: true }] })
  expect(afterSteps('{kind: A, metadata: {name: a}}', step)).toBe('kind: A\nmetadata:\n  name: a\n')
})

test('an entry that is new in several places is one: setting it in one sets it in all', () => {
  const narrow = labelTransformer({ labels: { z: '2' }, fieldSpecs: [{ path: 'metadata/labels' }] })
  const text = '{apiVersion: v1, kind: Service, metadata: {name: a, labels: {b: old}}, spec: {ports: []}}'
  expect(afterSteps(text, labels, narrow)).toContain('  selector:\n    b: "yes"\n    z: "2"\n')
})

test('an entry that was there is its own, and a copy shares nothing', () => {
  const resources = resourcesOf('{apiVersion: v1, kind: Service, metadata: {name: a, labels: {z: old}}}')
  labels(resources)
  const copy = resources.deepCopy()
  labelTransformer({ labels: { z: '2', b: '2' }, fieldSpecs: [{ path: 'metadata/labels' }] })(resources)
  expect(printed(resources)).toContain(
    'labels:\n    b: "2"\n    z: "2"\n  name: a\nspec:\n  selector:\n    b: "2"\n    z: "1"\n',
  )
  expect(printed(copy)).toContain('selector:\n    b: "yes"\n    z: "1"\n')
})
