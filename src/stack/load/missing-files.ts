import type { YamlMap } from '#yaml'
import { StackError } from '../error.ts'
import { textAt } from './read.ts'

/** What is done about a file that is not there: an error, a warning, nothing. */
export type MissingFiles = 'error' | 'warn' | 'pass'

const HANDLERS: Readonly<Record<string, MissingFiles>> = { Error: 'error', Warn: 'warn', Info: 'pass', Debug: 'pass' }

/** The `missingFileHandler` of the first of some maps that has one; `error` where none has. Throws StackError `bad-stack`. */
export function missingFiles(...maps: readonly YamlMap[]): MissingFiles {
  const handler = maps.map((map) => textAt(map, 'missingFileHandler')).find((text) => text !== '')
  if (handler === undefined) return 'error'
  const known = Object.hasOwn(HANDLERS, handler) ? HANDLERS[handler] : undefined
  if (known !== undefined) return known
  const names = Object.keys(HANDLERS).join(' ')
  throw new StackError('bad-stack', `invalid missing file handler "${handler}": it must be one of [${names}]`)
}
