import { type MergeSchema, type MergeSchemas, readWrittenSchema, type WrittenSchemas } from '#kube'
import { noteOfValue, notesOfField } from '#yaml'

/** The schemas that comments of the documents write; a comment that says nothing leaves it to the next. */
export function writtenSchemas(schemas: MergeSchemas): WrittenSchemas {
  const read = (text: string): MergeSchema | undefined => readWrittenSchema(text, schemas)
  const of: WrittenSchemas['of'] = (value) => {
    const note = noteOfValue(value)
    return note === undefined ? undefined : read(note)
  }
  return {
    of,
    ofField(map, key) {
      const own = of(map[key])
      if (own !== undefined) return own
      for (const note of notesOfField(map, key)) {
        const schema = read(note)
        if (schema !== undefined) return schema
      }
      return undefined
    },
  }
}
