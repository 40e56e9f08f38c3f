import { readFile, stat } from 'node:fs/promises'
import { readArchiveMetadata } from './archive-metadata.ts'
import { RepoError } from './error.ts'
import { codeOf, ioError, readBytesIfPresent } from './file.ts'
import { type Pushed, pushChart } from './oci/push.ts'
import { isOci, parseReference } from './oci/reference.ts'
import { connectRegistry, type RegistryOptions } from './oci/registry.ts'

/**
 * `helm push`: sends a packed chart, and the `.prov` beside it, to `oci://HOST/PATH`.
 * Throws RepoError `bad-url`, `io`, `bad-metadata`, and any of the transport.
 */
export async function pushArchive(path: string, remote: string, options: RegistryOptions): Promise<Pushed> {
  if (!isOci(remote)) {
    const hint = 'charts are pushed to oci:// only'
    throw new RepoError('bad-url', 'scheme prefix missing from remote (e.g. "oci://")', { hint })
  }
  const created = await archiveTime(path)
  const archive = await readFile(path)
  const metadata = readArchiveMetadata(archive)
  const provenance = await readBytesIfPresent(`${path}.prov`)
  const { host } = parseReference(`${remote.replace(/\/+$/, '')}/${metadata.name}`)
  const registry = connectRegistry(host, options)
  return pushChart(registry, remote, { archive, metadata, created, ...(provenance && { provenance }) })
}

/** The time of the archive file as Go prints it: to the second, with the local offset. */
async function archiveTime(path: string): Promise<string> {
  try {
    const info = await stat(path)
    if (!info.isDirectory()) return localTime(info.mtime)
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? new RepoError('io', `${path}: no such file`) : ioError(error, path)
  }
  throw new RepoError('io', 'cannot push directory, must provide chart archive (.tgz)')
}

function localTime(time: Date): string {
  const offsetMinutes = -time.getTimezoneOffset()
  const local = new Date(time.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19)
  if (offsetMinutes === 0) return `${local}Z`
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0')
  const minutes = Math.abs(offsetMinutes)
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
