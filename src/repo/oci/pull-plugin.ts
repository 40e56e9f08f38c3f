import { RepoError, wrapError } from '../error.ts'
import type { Descriptor, Manifest } from './manifest.ts'
import { fetchBlob, fetchOne } from './pull.ts'
import { parseReference, type Reference } from './reference.ts'
import type { Registry } from './registry.ts'

/** A plugin from a registry. */
export interface PulledPlugin {
  /** The last part of the repository: what the plugin is called there. */
  readonly name: string
  readonly archive: Uint8Array
  readonly provenance: Uint8Array | undefined
}

/** What a plugin of a registry is called: the last part of its repository. Throws RepoError `bad-url`. */
export function pluginNameOf(text: string): string {
  try {
    return parseReference(text).repository.split('/').at(-1) ?? ''
  } catch (error) {
    throw wrapError('invalid OCI reference', error)
  }
}

const ARTIFACT = 'application/vnd.helm.plugin.v1+json'

/**
 * Fetches a plugin of Helm 4 by tag or digest: the layers titled `NAME-VERSION.tgz` and `NAME-VERSION.tgz.prov`. Throws RepoError
 * `bad-answer` for what is no plugin, and what `pullChart` throws. Source: helm.sh/helm/v4 pkg/registry/plugin.go.
 */
export async function pullPlugin(registry: Registry, reference: Reference): Promise<PulledPlugin> {
  const name = reference.repository.split('/').at(-1) ?? ''
  const { manifest } = await fetchOne(registry, reference)
  checkKind(manifest)
  const archive = layerOf(manifest, name, '.tgz')
  if (archive === undefined) {
    throw new RepoError('bad-answer', `required layer matching pattern ${name}-VERSION.tgz not found in manifest`)
  }
  const provenance = layerOf(manifest, name, '.tgz.prov')
  return {
    name,
    archive: await fetchBlob(registry, reference, archive),
    provenance: provenance && (await fetchBlob(registry, reference, provenance)),
  }
}

function checkKind({ artifactType, config }: Manifest): void {
  if (artifactType !== '' && artifactType !== ARTIFACT) {
    throw new RepoError('bad-answer', `expected artifact type ${ARTIFACT}, got ${artifactType}`)
  }
  if (artifactType === '' && config?.mediaType !== ARTIFACT) {
    const found = config?.mediaType ?? ''
    throw new RepoError('bad-answer', `expected config media type ${ARTIFACT} for legacy compatibility, got ${found}`)
  }
}

function layerOf({ layers }: Manifest, name: string, suffix: string): Descriptor | undefined {
  return layers.find(({ title = '' }) => title.startsWith(`${name}-`) && title.endsWith(suffix))
}
