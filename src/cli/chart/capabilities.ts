import type { HelmRenderOptions } from '#render'
import type { Compat } from '#source'

/** What the flags say about the cluster. */
export interface CapabilityFlags {
  readonly 'kube-version'?: string | undefined
  readonly 'api-versions'?: readonly string[]
}

/** The capabilities that templates see offline: the level's defaults, changed by `--kube-version` and `--api-versions`. */
export async function chooseCapabilities(
  flags: CapabilityFlags,
  compat: Compat,
): Promise<NonNullable<HelmRenderOptions['capabilities']>> {
  const { offlineCapabilities } = await import('#render')
  return offlineCapabilities({ compat, kubeVersion: flags['kube-version'], apiVersions: flags['api-versions'] ?? [] })
}
