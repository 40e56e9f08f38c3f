import { describe, expect, test } from 'vitest'
import { assembleChart } from '#source'
import { inferSchema } from './schema.ts'

const encoder = new TextEncoder()

function schemaOf(files: Readonly<Record<string, string>>): Record<string, unknown> {
  const all = { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', ...files }
  const list = Object.entries(all).map(([name, text]) => ({ name, data: encoder.encode(text) }))
  return inferSchema(assembleChart({ files: list, origin: 'web' }, {}))
}

function propertiesOf(files: Readonly<Record<string, string>>): unknown {
  return schemaOf(files)['properties']
}

describe('the schema of values', () => {
  test('has a head', () => {
    expect(schemaOf({})).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'web',
      type: 'object',
      properties: {},
    })
  })

  test('has types and defaults', () => {
    const text = 'a: 1\nb: 1.5\nc: x\nd: true\ne: ~\nf: {}\ng: []\nh: [a, b]\ni: [1, x]\nj: {k: 1}\n'
    expect(propertiesOf({ 'values.yaml': text })).toEqual({
      a: { type: 'integer', default: 1 },
      b: { type: 'number', default: 1.5 },
      c: { type: 'string', default: 'x' },
      d: { type: 'boolean', default: true },
      e: { default: null },
      f: { type: 'object', default: {} },
      g: { type: 'array', default: [] },
      h: { type: 'array', items: { type: 'string' }, default: ['a', 'b'] },
      i: { type: 'array', default: [1, 'x'] },
      j: { type: 'object', properties: { k: { type: 'integer', default: 1 } } },
    })
  })

  test('has descriptions from comments', () => {
    const text = [
      '# Plain words',
      '# on two lines',
      'a: 1',
      '# old: 2',
      'b: 1',
      '# Ignored',
      '# -- From here on',
      '# @default -- none',
      'c: 1',
      '## @param d.e [string] Named by its path',
      'd:',
      '  e: 1',
    ].join('\n')
    expect(propertiesOf({ 'values.yaml': text })).toMatchObject({
      a: { description: 'Plain words on two lines' },
      b: { type: 'integer' },
      c: { description: 'From here on' },
      d: { properties: { e: { description: 'Named by its path' } } },
    })
  })

  test('has what templates read', () => {
    const files = {
      'values.yaml': 'a: ~\nb: {}\n',
      'templates/a.yaml': '{{ int .Values.a }}{{ .Values.b.c }}{{ .Values.d }}',
    }
    expect(propertiesOf(files)).toEqual({
      a: { type: ['integer', 'null'], default: null },
      b: { type: 'object', default: {}, properties: { c: {} } },
      d: {},
    })
  })

  test('has subcharts under their names, with the parent on top', () => {
    const files = {
      'Chart.yaml':
        'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.0.0, alias: store}\n',
      'values.yaml': 'store: {port: 2}\n',
      'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
      'charts/db/values.yaml': 'port: 1\nhost: a\n',
      'charts/db/values.schema.json':
        '{"properties":{"host":{"$ref":"#/$defs/host"}},"$defs":{"host":{"minLength":1}}}',
    }
    expect(propertiesOf(files)).toEqual({
      store: {
        type: 'object',
        properties: {
          port: { type: 'integer', default: 2 },
          host: { default: 'a', $ref: '#/properties/store/$defs/host' },
        },
        $defs: { host: { minLength: 1 } },
      },
    })
  })

  test('gives values.schema.json the last word', () => {
    const files = {
      'values.yaml': '# Words\na: 1\nb: x\n',
      'values.schema.json': '{"required":["a"],"properties":{"a":{"type":["integer","null"]},"z":{"type":"string"}}}',
    }
    expect(schemaOf(files)).toMatchObject({
      required: ['a'],
      properties: {
        a: { description: 'Words', type: ['integer', 'null'], default: 1 },
        b: { type: 'string' },
        z: { type: 'string' },
      },
    })
  })
})
