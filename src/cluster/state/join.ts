import { createHash } from 'node:crypto'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '#store'
import { ClusterError } from '../error.ts'
import { codeOf, ioError, readIfPresent } from './file.ts'
import type { ClusterFolder } from './folder.ts'

/** What control planes on one store have in common. */
const SHARED = ['ca.crt', 'ca.key', 'front-proxy-ca.crt', 'front-proxy-ca.key', 'service-accounts.key']

/** Takes authorities and keys from the folder of another control plane; own ones are replaced. Throws ClusterError `io`. */
export async function takeShared(from: string, folder: ClusterFolder): Promise<void> {
  await mkdir(folder.certificates, { recursive: true, mode: 0o700 })
  const files = SHARED.map((name) => [join(from, 'certificates', name), join(folder.certificates, name)] as const)
  for (const [source, target] of [...files, [join(from, 'encryption.keys'), folder.encryptionKeys] as const]) {
    await copyFile(source, target).catch((error: unknown) => {
      throw codeOf(error) === 'ENOENT' ? notAFolder(from, source) : ioError(error, target)
    })
  }
}

function notAFolder(from: string, missing: string): ClusterError {
  return new ClusterError('bad-option', `${from} – not the folder of a control plane: ${missing} is missing`, {
    hint: 'copy the folder that berth cluster status shows there',
  })
}

const KEY = '/berth/identity'

/**
 * Makes sure that control planes on one store trust each other and read each other's secrets: the first one leaves a mark of
 * its authority and keys, the others must have the same. Throws ClusterError `bad-option`.
 */
export async function checkIdentity(store: Store, folder: ClusterFolder): Promise<void> {
  const parts = [
    join(folder.certificates, 'ca.crt'),
    join(folder.certificates, 'service-accounts.key'),
    folder.encryptionKeys,
  ]
  const hash = createHash('sha256')
  for (const path of parts) hash.update((await readIfPresent(path)) ?? '').update('\0')
  const own = hash.digest('hex')
  const present = await store.get(KEY)
  if (present === undefined) {
    await store.write(KEY, Buffer.from(own), 0).catch(() => undefined)
  }
  const mark = present ?? (await store.get(KEY))
  if (mark === undefined || Buffer.from(mark.value).toString() === own) return
  throw new ClusterError('bad-option', 'the store belongs to a cluster with other certificates and keys', {
    hint: 'give the folder of one of its control planes with --join',
  })
}
