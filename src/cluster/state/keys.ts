import { randomBytes } from 'node:crypto'
import { type EncryptionKey, formatKey, parseKeyFile } from '#store'
import { readIfPresent, writeDurably } from './file.ts'

/** The keys that secrets are encrypted with; the file is made at the first start. Throws StoreError `corrupted`, ClusterError `io`. */
export async function readyEncryptionKeys(path: string): Promise<readonly [EncryptionKey, ...EncryptionKey[]]> {
  const text = (await readIfPresent(path)) ?? (await makeFile(path))
  return parseKeyFile(text) as [EncryptionKey, ...EncryptionKey[]]
}

async function makeFile(path: string): Promise<string> {
  const line = `${formatKey({ name: 'key1', secret: randomBytes(32) })}\n`
  await writeDurably(path, line)
  return line
}
