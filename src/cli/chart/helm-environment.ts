import { type HelmEnvironment, helmEnvironment } from '#repo'
import type { globalFlags } from '../flags/global.ts'
import type { klogFlags } from '../flags/klog.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'

/** The flags that overrule Helm's environment variables. */
export type GlobalInput = Input<typeof globalFlags>['flags'] & Partial<Pick<Input<typeof klogFlags>['flags'], 'v'>>

/** Helm's folders, files and settings: environment variables first, flags over them. */
export function helmEnvironmentOf(flags: GlobalInput, session: Session): HelmEnvironment {
  const base = helmEnvironment(session.environment, session.home, session.platform)
  return {
    ...base,
    repositoryConfig: flags['repository-config'] ?? base.repositoryConfig,
    repositoryCache: flags['repository-cache'] ?? base.repositoryCache,
    registryConfig: flags['registry-config'] ?? base.registryConfig,
    contentCache: flags['content-cache'] ?? base.contentCache,
    namespace: flags.namespace ?? base.namespace,
    isDebug: flags.debug || base.isDebug,
    kubeContext: flags['kube-context'] ?? base.kubeContext,
    kubeConfig: flags.kubeconfig ?? base.kubeConfig,
  }
}
