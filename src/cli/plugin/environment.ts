import { loadKubeconfig } from '#client'
import { environmentVariables } from '#repo'
import { type GlobalInput, helmEnvironmentOf } from '../chart/helm-environment.ts'
import type { Session } from '../frame/session.ts'
import { kubeSettings } from '../release/kube-settings.ts'
import type { Plugin } from './plugin.ts'
import type { Environment } from './prepare.ts'

/** What a command or a getter finds in its environment: the user's variables, Helm's settings, its own name and folder. */
export async function pluginEnvironment(plugin: Plugin, flags: GlobalInput, session: Session): Promise<Environment> {
  return { ...session.environment, ...(await helmVariables(flags, session)), ...ownVariables(plugin) }
}

/** A plugin's own name and folder. */
export function ownVariables({ name, folder }: Plugin): Environment {
  return { HELM_PLUGIN_NAME: name, HELM_PLUGIN_DIR: folder }
}

/** Helm's settings as variables: `HELM_NAMESPACE`, `HELM_BIN` and so on. */
export async function helmVariables(flags: GlobalInput, session: Session): Promise<Environment> {
  const bin = process.versions['bun'] === undefined ? (process.argv[1] ?? '') : process.execPath
  const known = helmEnvironmentOf(flags, session)
  const overruled = {
    kubeApiServer: flags['kube-apiserver'] ?? known.kubeApiServer,
    kubeToken: flags['kube-token'] ?? known.kubeToken,
    kubeAsUser: flags['kube-as-user'] ?? known.kubeAsUser,
    kubeAsGroups: flags['kube-as-group'].length > 0 ? flags['kube-as-group'] : known.kubeAsGroups,
    kubeCaFile: flags['kube-ca-file'] ?? known.kubeCaFile,
    kubeTlsServerName: flags['kube-tls-server-name'] ?? known.kubeTlsServerName,
    kubeInsecureSkipTlsVerify: flags['kube-insecure-skip-tls-verify'] || known.kubeInsecureSkipTlsVerify,
  }
  const namespace = known.namespace || (await namespaceOfContext(flags, session))
  const options = { compat: flags.compat, bin, kubeConfig: flags.kubeconfig ?? '', namespace }
  return Object.fromEntries(environmentVariables({ ...known, ...overruled }, options))
}

/** The namespace that the kubeconfig's context names, else `default`. */
async function namespaceOfContext(flags: GlobalInput, session: Session): Promise<string> {
  const { places, overrides } = kubeSettings(flags, session)
  try {
    const { contexts, currentContext } = await loadKubeconfig(places)
    return contexts.get(overrides.context ?? currentContext)?.value.namespace || 'default'
  } catch {
    return 'default' // a broken kubeconfig is the business of what needs a cluster
  }
}
