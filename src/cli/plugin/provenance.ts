import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from './plugin.ts'

/** What Helm 4's list says of a plugin's signature, without a keyring. Source: helm internal/plugin/signing_info.go. */
export function provenanceStatus({ name, version }: Plugin, root: string): string {
  const folder = lstatSync(join(root, name), { throwIfNoEntry: false })
  if (folder === undefined) return 'unknown'
  if (folder.isSymbolicLink()) return 'local dev'
  const archive = join(root, `${name}-${version}.tgz`)
  if (!existsSync(archive) || !existsSync(`${archive}.prov`)) return 'unsigned'
  const provenance = readFileSync(`${archive}.prov`, 'utf8')
  if (!provenance.includes('-----BEGIN PGP SIGNED MESSAGE-----')) return 'invalid provenance'
  const digest = createHash('sha256').update(readFileSync(archive)).digest('hex')
  return provenance.includes(`sha256:${digest}`) ? 'signed' : 'mismatched provenance'
}
