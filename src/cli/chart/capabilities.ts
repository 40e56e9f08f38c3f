import { type HelmRenderOptions, offlineCapabilities, parseKubeVersion } from '#render'
import type { Compat } from '#source'

/** What the flags say about the cluster. */
export interface CapabilityFlags {
  readonly 'kube-version'?: string | undefined
  readonly 'api-versions'?: readonly string[]
}

/** The capabilities that templates see offline: the level's defaults, changed by `--kube-version` and `--api-versions`. */
export function chooseCapabilities(
  flags: CapabilityFlags,
  compat: Compat,
): NonNullable<HelmRenderOptions['capabilities']> {
  const version = flags['kube-version']
  return offlineCapabilities(compat, {
    ...(version && { kubeVersion: parseKubeVersion(version, compat) }),
    ...(flags['api-versions'] && { apiVersions: flags['api-versions'] }),
  })
}
