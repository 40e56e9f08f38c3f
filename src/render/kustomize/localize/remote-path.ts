import { quoteGo } from '#template'
import { KustomizeError } from '../error.ts'
import { joinPath } from '../load/path.ts'
import { parseRepository, type Repository } from '../load/repository.ts'

/** The folder below which everything remote is put. */
export const LOCALIZED_FILES = 'localized-files'
const FILE_SCHEME = 'file-schemed'

/** Where the file of an address is put: below its host, without user, port and query. */
export function localizedFilePath(address: string): string {
  const [, authority = '', path = ''] = /^[a-z]+:(?:\/\/([^/?#]*))?([^?#]*)/i.exec(address) ?? []
  return joinPath(LOCALIZED_FILES, hostname(authority), joinPath('/', escapePath(path)))
}

/** Where a folder of a repository is put: below host, repository and ref. Throws `remote` where the host cannot be read. */
export function localizedRootPath(address: string, folder: string): string {
  const repository = parseRepository(address)
  const path = repository.path.replace(/\.git$/, '')
  return joinPath(LOCALIZED_FILES, hostOf(repository, address), joinPath('/', path), repository.ref, folder)
}

function hostOf({ host }: Repository, address: string): string {
  const [scheme, rest] = split(host, '://')
  if (scheme === 'gh:') return 'gh'
  if (scheme === 'file') return FILE_SCHEME
  const authority = (rest ?? host).replace(/:$/, '').split('/')[0] ?? ''
  const problem = authorityProblem(authority)
  if (problem === undefined) return hostname(authority)
  const message = `unable to parse host of remote root ${quoteGo(address)}: parse ${quoteGo(host)}: ${problem}`
  throw new KustomizeError({ code: 'remote', message })
}

function split(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)]
}

function authorityProblem(authority: string): string | undefined {
  const port = /:([^:\]]*)$/.exec(authority.slice(authority.lastIndexOf('@') + 1))?.[1]
  return port !== undefined && !/^\d*$/.test(port) ? `invalid port ${quoteGo(`:${port}`)} after host` : undefined
}

function hostname(authority: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const inBrackets = /^\[([^\]]*)\]/.exec(host)?.[1]
  const name = inBrackets ?? host.replace(/:\d*$/, '')
  // a host is one folder, whatever it is called
  return /^\.+$/.test(name) ? '' : name
}

/** The path as it is sent: characters that may not stand in one are escaped, escapes stay. */
function escapePath(path: string): string {
  return path.replace(/[^A-Za-z0-9$&+,/:;=@!'()*[\]~._%-]+/gu, encodeURIComponent)
}
