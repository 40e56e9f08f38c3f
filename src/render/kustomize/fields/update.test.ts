import { expect, test } from 'vitest'
import { KustomizeError } from '../error.ts'
import { readResources } from '../resource/read.ts'
import { resourceYaml } from '../resource/write.ts'
import { fieldOf } from './field.ts'
import { type Made, updateField } from './update.ts'

interface Row {
  readonly rule: string
  readonly spec: string
  readonly path: string
  readonly create?: boolean
  readonly made?: Made
  readonly then: string
}

const rows: readonly Row[] = [
  {
    rule: 'a field that is there is changed',
    spec: '{a: {b: x}}',
    path: 'spec/a/b',
    then: 'spec:\n  a:\n    b: new\n',
  },
  { rule: 'a field that is missing stays missing', spec: '{a: {}}', path: 'spec/a/b', then: 'spec:\n  a: {}\n' },
  {
    rule: 'a list stands for its elements',
    spec: '{a: [{b: x}, {c: x}, null]}',
    path: 'spec/a/b',
    then: 'spec:\n  a:\n  - b: new\n  - c: x\n  - null\n',
  },
  { rule: 'lists may lie in lists', spec: '{a: [[{b: x}]]}', path: 'spec/a/b', then: 'spec:\n  a:\n  - - b: new\n' },
  {
    rule: 'missing maps and the field are made where the field asks for it',
    spec: '{}',
    path: 'spec/a/b',
    create: true,
    made: 'text',
    then: 'spec:\n  a:\n    b: new\n',
  },
  {
    rule: 'null becomes a map on the way to a field that is made',
    spec: '{a: null}',
    path: 'spec/a/b',
    create: true,
    made: 'text',
    then: 'spec:\n  a:\n    b: new\n',
  },
  {
    rule: 'nothing is made for a step that makes nothing',
    spec: '{}',
    path: 'spec/a',
    create: true,
    then: 'spec: {}\n',
  },
  { rule: 'null on the way ends it', spec: '{a: null}', path: 'spec/a/b', then: 'spec:\n  a: null\n' },
  {
    rule: 'a missing list is not made',
    spec: '{}',
    path: 'spec/a[]/b',
    create: true,
    made: 'text',
    then: 'spec: {}\n',
  },
  {
    rule: 'null where a list is due becomes an empty list',
    spec: '{a: null}',
    path: 'spec/a[]/b',
    then: 'spec:\n  a: []\n',
  },
  { rule: 'a key may hold a slash', spec: '{a/b: x}', path: 'spec/a\\/b', then: 'spec:\n  a/b: new\n' },
  {
    rule: 'a key like any other',
    spec: '{__proto__: {b: x}}',
    path: 'spec/__proto__/b',
    then: 'spec:\n  __proto__:\n    b: new\n',
  },
]

test.each(rows)('$rule', ({ spec, path, create = false, made, then }) => {
  const resource = read(spec)
  updateField(resource, fieldOf({ path, create }), () => 'new', made)
  expect(resourceYaml(resource)).toBe(`apiVersion: v1\nkind: X\nmetadata:\n  name: a\n${then}`)
})

test.each([
  ['5', 'spec/a', 'expected sequence or mapping node'],
  ['[5]', 'spec/a', 'visit traversal on path: [a]: expected sequence or mapping node'],
  ['{}', 'spec/', 'cannot set or create an empty field name'],
  ['{}', 'spec/*', 'fieldName: *: wildcard is not supported in PathGetter'],
  ['{}', 'spec/-7', 'fieldName: -7: array index -7 cannot be negative'],
  ['{}', 'spec/[a]', 'fieldName: [a]: list path element must contain fieldName=fieldValue for element to match'],
  ['{}', 'spec/5', 'fieldName: 5: wrong node kind: expected SequenceNode but got MappingNode: node contents:\n{}\n'],
])('what does not fit the path is an error with its place: spec %s, path %s', (spec, path, problem) => {
  const message = `considering field '${path}' of object X.v1.[noGrp]/a.[noNs]: ${problem}`
  const position = { file: 'r.yaml', line: 1, column: 1 }
  const found = failure(() => updateField(read(spec), fieldOf({ path }), (value) => value))
  expect(found).toMatchObject({ code: 'bad-value', message, position })
})

function read(spec: string) {
  const [resource] = readResources(`{apiVersion: v1, kind: X, metadata: {name: a}, spec: ${spec}}`, 'r.yaml')
  if (resource === undefined) throw new Error('no resource')
  return resource
}

function failure(run: () => void): KustomizeError | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof KustomizeError) return error
  }
  return undefined
}
