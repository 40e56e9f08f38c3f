import { describe, expect, it } from 'vitest'
import { kindTable } from './table.ts'

describe('the table', () => {
  it('names every kind once', () => {
    const names = kindTable.map((kind) => `${kind.group}/${kind.version}/${kind.plural}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(kindTable.map((kind) => [`${kind.group}/${kind.version} ${kind.kind}`, kind] as const))(
    '%s has a schema, columns and a place',
    (_, kind) => {
      expect(kind.schema.properties?.['metadata']).toBeDefined()
      expect(kind.columns.length).toBeGreaterThan(0)
      expect(kind.storage.resource).not.toBe('')
      const empty = { apiVersion: kind.version, kind: kind.kind, metadata: { name: 'x' } }
      for (const column of kind.columns) expect(() => column.value(empty, 0)).not.toThrow()
      for (const field of Object.values(kind.selectableFields)) expect(typeof field(empty)).toBe('string')
    },
  )
})
