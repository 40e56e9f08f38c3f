import { readFile } from 'node:fs/promises'
import { ClientError, messageOf } from '../error.ts'

/** The text of a PEM: base64 data wins over a file. Undefined when neither is there. */
export async function pemOf(data: string | undefined, file: string | undefined): Promise<string | undefined> {
  if (data !== undefined && data !== '') return Buffer.from(data, 'base64').toString('utf8')
  if (file === undefined || file === '') return undefined
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new ClientError('io', `${file} – ${messageOf(error)}`, { cause: error })
  }
}
