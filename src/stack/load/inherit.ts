import type { YamlMap } from '#yaml'
import { StackError } from '../error.ts'
import { mergeSpecs } from './merge.ts'
import { mapAt, mapsAt, textAt, textsAt } from './read.ts'

const EXCEPTABLE = new Set(['labels', 'values', 'valuesTemplate', 'set', 'setTemplate', 'setString', 'secrets'])

/** A release with what it inherits from the file's templates; its own fields win, lists are appended. Throws StackError. */
export function inherited(release: YamlMap, templates: YamlMap, path: readonly string[] = []): YamlMap {
  let merged: YamlMap = new Map()
  for (const inherit of mapsAt(release, 'inherit')) {
    const name = textAt(inherit, 'template')
    if (path.includes(name)) {
      throw new StackError('unknown-template', `cyclic inheritance detected: ${[...path, name].join('->')}`)
    }
    if (!templates.has(name)) {
      const text = `release ${JSON.stringify(textAt(release, 'name'))} tried to inherit inexistent release template ${JSON.stringify(name)}`
      throw new StackError('unknown-template', text)
    }
    const template = new Map(inherited(mapAt(templates, name), templates, [...path, name]))
    for (const field of textsAt(inherit, 'except')) {
      if (!EXCEPTABLE.has(field))
        throw new StackError('unknown-template', `${JSON.stringify(field)} is not allowed under inherit`)
      template.delete(field)
    }
    merged = mergeSpecs(merged, template, 'appended')
  }
  const own = mergeSpecs(merged, release, 'appended')
  own.delete('inherit')
  return own
}
