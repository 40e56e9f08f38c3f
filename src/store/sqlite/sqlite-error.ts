import { StoreError, type StoreErrorCode } from '../error.ts'

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const codes: Readonly<Record<number, readonly [StoreErrorCode, string]>> = {
  5: ['unavailable', 'is open in another process - expected a file of our own'],
  8: ['read-only', 'may not be written - expected a writable file'],
  10: ['read-only', 'the disk does not take it - expected a disk that can be written'],
  11: ['corrupted', 'is damaged - expected an intact file; restore it from a snapshot'],
  13: ['read-only', 'the disk is full - expected free space'],
  14: ['unavailable', 'cannot be opened - expected a file that can be read and written'],
  26: ['corrupted', 'is no database - expected a file of this store'],
}

/** What SQLite refused, as this room says it; other errors as they are. */
export function sqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error
  const [code, text] = codes[error.errcode & 0xff] ?? ['unavailable', `${error.message} - expected it to work`]
  return new StoreError(code, `${path} - ${text}`, { cause: error })
}
