import { environmentVariables } from '#repo'
import { type GlobalInput, helmEnvironmentOf } from '../chart/helm-environment.ts'
import type { Session } from '../frame/session.ts'
import type { Plugin } from './plugin.ts'
import type { Environment } from './prepare.ts'

/** What a plugin finds in its environment: the user's variables, Helm's settings, its own name and folder. */
export function pluginEnvironment(plugin: Plugin, flags: GlobalInput, session: Session): Environment {
  return { ...session.environment, ...helmVariables(flags, session), ...ownVariables(plugin) }
}

/** A plugin's own name and folder. */
export function ownVariables({ name, folder }: Plugin): Environment {
  return { HELM_PLUGIN_NAME: name, HELM_PLUGIN_DIR: folder }
}

function helmVariables(flags: GlobalInput, session: Session): Environment {
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
  return Object.fromEntries(
    environmentVariables({ ...known, ...overruled }, { compat: flags.compat, bin, kubeConfig: known.kubeConfig }),
  )
}
