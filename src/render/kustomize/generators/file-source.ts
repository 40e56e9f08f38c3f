import { quoteGo } from '#template'
import { KustomizeError } from '../error.ts'
import { basePath } from '../load/path.ts'

/** An entry of `files`: a path, or `key=path`. */
export interface FileSource {
  readonly key: string
  readonly path: string
}

/** Takes an entry of `files` apart; the key is the file's name where none is given. Throws `bad-config`. */
export function readFileSource(source: string): FileSource {
  const parts = source.split('=')
  if (parts.length === 1) return { key: basePath(source), path: source }
  const [key = '', path = ''] = parts
  if (parts.length > 2) throw badSource(`source ${quoteGo(source)} key name or file path contains '='`)
  if (key === '') throw badSource(`missing key name for file path ${quoteGo(path)} in source ${quoteGo(source)}`)
  if (path === '') throw badSource(`missing file path for key name ${quoteGo(key)} in source ${quoteGo(source)}`)
  return { key, path }
}

function badSource(message: string): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message })
}
