import { join } from 'node:path'
import { fetchClassic } from './download-classic.ts'
import { fetchOci } from './download-oci.ts'
import type { Downloaded, DownloadOptions } from './download-options.ts'
import { isOci } from './oci/reference.ts'
import { verifyChart } from './provenance.ts'

/**
 * Fetches what a user names: `REPO/CHART`, a chart name with `repoUrl`, the URL of an archive, or `oci://…`. Bytes with a
 * digest in the index are checked against it, and come from the content cache when they are there.
 * Throws RepoError: any code of transport, index, registry and provenance.
 */
export async function downloadChart(reference: string, options: DownloadOptions): Promise<Downloaded> {
  const fetched = await (isOci(reference) ? fetchOci(reference, options) : fetchClassic(reference, options))
  const { archive, fileName, provenance } = fetched
  if (options.verify !== 'always' || provenance === undefined) return fetched
  const keyring = options.keyring ?? join(options.environment.gnupgHome, 'pubring.gpg')
  const text = Buffer.from(provenance).toString('utf8')
  const verification = await verifyChart({ archive, fileName, provenance: text }, keyring, options.now)
  return { ...fetched, verification }
}
