import type { KubeconfigPlaces, Overrides } from '#client'
import { type HelmEnvironment, helmEnvironment, proxyFor } from '#repo'
import type { GlobalInput } from '../chart/helm-environment.ts'
import type { Session } from '../frame/session.ts'

/** Which cluster a command line means, and how fast it may be asked. */
export interface KubeSettings {
  readonly places: KubeconfigPlaces
  readonly overrides: Overrides
  /** The proxy that the environment names for an address; undefined for a direct connection. */
  readonly findProxy: (url: URL) => URL | undefined
  /** Requests a second; 0 is no limit. */
  readonly requestsPerSecond: number
  /** Requests that may be sent before the limit is felt. */
  readonly burst: number
}

/** client-go's rate where only a burst is given. */
const DEFAULT_RATE = 5
const DEFAULT_BURST = 100

/** Helm's flags over Helm's variables. Source: helm.sh/helm/v4 pkg/cli/environment.go. */
export function kubeSettings(flags: GlobalInput, session: Session): KubeSettings {
  const known = helmEnvironment(session.environment, session.home, session.platform)
  return {
    places: {
      explicit: flags.kubeconfig || undefined,
      variable: session.environment['KUBECONFIG'],
      home: session.home,
    },
    overrides: { ...placeOf(flags, known), ...credentialsOf(flags, known) },
    findProxy: (url) => proxyFor(url, known.proxy),
    ...rateOf(flags, known),
  }
}

function placeOf(flags: GlobalInput, known: HelmEnvironment): Overrides {
  return {
    context: flags['kube-context'] || known.kubeContext || undefined,
    namespace: flags.namespace || known.namespace || undefined,
    server: flags['kube-apiserver'] || known.kubeApiServer || undefined,
    authorityFile: flags['kube-ca-file'] || known.kubeCaFile || undefined,
    serverName: flags['kube-tls-server-name'] || known.kubeTlsServerName || undefined,
    isUnverified: flags['kube-insecure-skip-tls-verify'] || known.kubeInsecureSkipTlsVerify,
  }
}

function credentialsOf(flags: GlobalInput, known: HelmEnvironment): Overrides {
  return {
    token: flags['kube-token'] || known.kubeToken || undefined,
    asUser: flags['kube-as-user'] || known.kubeAsUser || undefined,
    asGroups: flags['kube-as-group'].length > 0 ? flags['kube-as-group'] : known.kubeAsGroups,
  }
}

function rateOf(flags: GlobalInput, known: HelmEnvironment): Pick<KubeSettings, 'requestsPerSecond' | 'burst'> {
  const burst = flags['burst-limit'] === DEFAULT_BURST ? known.burstLimit : flags['burst-limit']
  const rate = flags.qps === undefined ? known.qps : Number(flags.qps)
  const unasked = burst === DEFAULT_BURST || burst < 0 ? 0 : DEFAULT_RATE
  return { requestsPerSecond: rate > 0 ? rate : unasked, burst: Math.max(1, burst) }
}
