import { existsSync } from 'node:fs'
import { kubeconfigFiles, loadKubeconfig } from '#client'
import type { GlobalInput } from '../chart/helm-environment.ts'
import type { Session } from '../frame/session.ts'
import { kubeSettings } from './kube-settings.ts'
import { podSettings } from './pod-settings.ts'

/**
 * The namespace that a command line means where no cluster is asked: of `-n`, `$HELM_NAMESPACE`, the context, the pod, or
 * `default`; a kubeconfig that cannot be read says nothing. Source: helm.sh/helm/v4 pkg/cli/environment.go.
 */
export async function contextNamespace(flags: GlobalInput, session: Session): Promise<string> {
  const { places, overrides } = kubeSettings(flags, session)
  if (overrides.namespace !== undefined) return overrides.namespace
  if (!kubeconfigFiles(places).some((file) => existsSync(file))) return ofPod(session) ?? 'default'
  try {
    const { contexts, currentContext } = await loadKubeconfig(places)
    const context = contexts.get(overrides.context ?? currentContext)?.value
    return context === undefined && contexts.size === 0
      ? (ofPod(session) ?? 'default')
      : context?.namespace || 'default'
  } catch {
    return 'default'
  }
}

function ofPod({ environment }: Session): string | undefined {
  return podSettings(environment)?.namespace
}
