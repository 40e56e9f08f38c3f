import { badRequest, isMap, type Json, readJson } from '#kube'

/** Where a list goes on. */
export interface ContinueToken {
  /** Revision that the list is of; -1 for the newest. */
  readonly revision: number
  /** First key that may follow, below the prefix of the collection. */
  readonly start: string
}

/** The text of a token (storage.EncodeContinue). */
export function printContinue({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: version, rv: revision, start })).toString('base64url')
}

/** Reads a token. Throws 400 as upstream words it. */
export function readContinue(text: string): ContinueToken {
  const value = parsed(text)
  const token = isMap(value) ? value : {}
  if (token['v'] !== version) {
    throw bad(
      `continue key is not valid: server does not recognize this encoded version ${typeof token['v'] === 'string' ? token['v'] : ''}`,
    )
  }
  const { rv, start } = token
  if (typeof rv !== 'number' || rv === 0) {
    throw bad('continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)')
  }
  if (typeof start !== 'string' || start === '') {
    throw bad('continue key is not valid: encoded start key empty (version meta.k8s.io/v1)')
  }
  if (!isClean(start)) throw bad(`continue key is not valid: ${start}`)
  return { revision: rv, start: start.startsWith('/') ? start.slice(1) : start }
}

const version = 'meta.k8s.io/v1'

function parsed(text: string): Json {
  const bad64 = /[^A-Za-z0-9_-]/.exec(text)
  if (bad64 !== null) throw bad(`continue key is not valid: illegal base64 data at input byte ${bad64.index}`)
  try {
    return readJson(Buffer.from(text, 'base64url').toString()).value
  } catch (cause) {
    throw bad(`continue key is not valid: ${cause instanceof Error ? cause.message : ''}`)
  }
}

/** No step of a path that leads elsewhere. */
function isClean(start: string): boolean {
  const steps = (start.startsWith('/') ? start.slice(1) : start).split('/')
  return steps.every((step) => step !== '' && step !== '.' && step !== '..')
}

function bad(message: string): Error {
  return badRequest(`invalid continue token: ${message}`)
}
