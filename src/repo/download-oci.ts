import { findCredentials } from './credentials.ts'
import { type Downloaded, type DownloadOptions, wantedVersion } from './download-options.ts'
import { wrapError } from './error.ts'
import { pullChart } from './oci/pull.ts'
import { type PulledPlugin, pullPlugin } from './oci/pull-plugin.ts'
import { parseReference, printReference, type Reference, versionOf } from './oci/reference.ts'
import { connectRegistry, type Registry } from './oci/registry.ts'
import { resolveReference } from './oci/tags.ts'

/** A chart from a registry, its version resolved from the tags. Throws RepoError. */
export async function fetchOci(text: string, options: DownloadOptions): Promise<Downloaded> {
  const registry = openRegistry(parseReference(text).host, options)
  const version = wantedVersion(options)
  const reference = await resolveReference(registry, text, { satisfies: options.satisfies, version })
  const { verify = 'never' } = options
  const pulled = await pull(registry, reference, verify)
  const { chart = new Uint8Array(), provenance, printed } = pulled
  const url = `oci://${printReference(reference)}`
  const missing = verify === 'later' && provenance === undefined
  return {
    archive: chart,
    fileName: fileNameOf(reference),
    version: versionOf(reference.tag),
    url,
    ...(provenance && { provenance }),
    printed,
    warnings: missing ? [`WARNING: Verification not found for ${text}: no provenance layer`] : [],
  }
}

/** A plugin of Helm 4 from a registry: the tag or digest that is named, else the version from the tags. Throws RepoError. */
export async function fetchPlugin(text: string, options: DownloadOptions): Promise<PulledPlugin> {
  const reference = parseReference(text)
  const registry = openRegistry(reference.host, options)
  if (reference.tag !== '' || reference.digest !== '') return pullPlugin(registry, reference)
  const wish = { satisfies: options.satisfies, version: wantedVersion(options) }
  return pullPlugin(registry, await resolveReference(registry, text, wish))
}

/** A connection with the credentials of the flags, or those that were kept by a login. */
export function openRegistry(host: string, options: DownloadOptions): Registry {
  const { username = '', password = '', environment } = options
  const given = username !== '' && password !== '' ? { username, password } : undefined
  return connectRegistry(host, {
    proxy: environment.proxy,
    ...options,
    credentials: async (name) => given ?? findCredentials(name, environment),
  })
}

async function pull(registry: Registry, reference: Reference, verify: 'never' | 'always' | 'later') {
  const wish = { withProvenance: verify !== 'never', mayMissProvenance: verify === 'later' }
  try {
    return await pullChart(registry, printReference(reference), wish)
  } catch (error) {
    const isMissing = verify === 'always' && error instanceof Error && error.message.includes('provenance')
    throw isMissing ? wrapError(`failed to fetch provenance "oci://${printReference(reference)}.prov"`, error) : error
  }
}

/** `NAME-VERSION.tgz`; for a digest the odd name that Helm makes of it. */
function fileNameOf(reference: Reference): string {
  const base = reference.repository.split('/').at(-1) ?? ''
  if (reference.tag !== '') return `${base}-${versionOf(reference.tag)}.tgz`
  return `${base}@${reference.digest.replace(':', '-')}.tgz`
}
