import { createHash, timingSafeEqual } from 'node:crypto'
import type { User } from '../contract/user.ts'
import type { TokenAuthenticator } from './bearer.ts'

/** Tokens from a file: a line each, `token,user,uid,"group,group"`. Throws Error where a line has too few columns. */
export function staticTokenAuthenticator(csv: string): TokenAuthenticator {
  const users = new Map<string, User>()
  for (const [at, line] of csv.split('\n').entries()) {
    const columns = readCsvLine(line)
    if (columns.length === 1 && columns[0] === '') continue
    const [token = '', name = '', uid = '', groups = ''] = columns
    if (columns.length < 3)
      throw new Error(`token file:${at + 1} - ${columns.length} columns - expected token, user, uid`)
    if (token === '') continue
    users.set(digest(token), { name, uid, groups: groups === '' ? [] : groups.split(',').map((group) => group.trim()) })
  }
  return {
    name: 'static',
    authenticate: (token) => {
      const user = users.get(digest(token))
      return user && { user, audiences: [] }
    },
  }
}

/** Looking up a digest tells nobody by its time how much of a token was right. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64')
}

function readCsvLine(line: string): string[] {
  const columns: string[] = []
  for (const [, quoted, plain] of line.trim().matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    columns.push(quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"'))
  }
  return columns
}

/** Whether two secrets are the same, in a time that does not depend on where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}
