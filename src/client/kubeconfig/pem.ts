import { readFile } from 'node:fs/promises'
import { ClientError, messageOf } from '../error.ts'

/** A field of a kubeconfig that names a file, beside one of the same name that holds the file's content in base64. */
type PemEntry<F extends string> = { readonly [Key in F | `${F}-data`]?: string | undefined }

/**
 * The text of a PEM: base64 data wins over a file. Undefined when neither is there. Throws ClientError `io`, and `bad-config`
 * for what is no PEM.
 */
export async function pemOf<F extends string>(entry: PemEntry<F>, field: F): Promise<string | undefined> {
  const [data, file] = [entry[`${field}-data`], entry[field]]
  const text =
    data === undefined || data === '' ? await textOf(file, field) : Buffer.from(data, 'base64').toString('utf8')
  if (text === undefined || text === '' || text.includes('-----BEGIN ')) return text
  const where = data === undefined || data === '' ? file : `${field}-data`
  throw new ClientError('bad-config', `${field} – no PEM text`, { hint: `see ${where} of the kubeconfig` })
}

async function textOf(file: string | undefined, field: string): Promise<string | undefined> {
  if (file === undefined || file === '') return undefined
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new ClientError('io', `${file} – ${messageOf(error)}`, {
      hint: `${field} of the kubeconfig, or a flag, names it`,
      cause: error,
    })
  }
}
