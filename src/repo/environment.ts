import { join, normalize } from 'node:path'

/** Environment variables, as `process.env` holds them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Where Helm keeps its files, and what it was told through the environment. Paths are absolute or as the user wrote them. */
export interface HelmEnvironment {
  readonly cacheHome: string
  readonly configHome: string
  readonly dataHome: string
  readonly repositoryConfig: string
  readonly repositoryCache: string
  readonly registryConfig: string
  readonly contentCache: string
  readonly plugins: string
  readonly namespace: string
  readonly isDebug: boolean
  readonly maxHistory: number
  readonly burstLimit: number
  readonly qps: number
  readonly color: 'auto' | 'always' | 'never'
  readonly kubeConfig: string
  readonly kubeContext: string
  readonly kubeToken: string
  readonly kubeAsUser: string
  readonly kubeAsGroups: readonly string[]
  readonly kubeApiServer: string
  readonly kubeCaFile: string
  readonly kubeInsecureSkipTlsVerify: boolean
  readonly kubeTlsServerName: string
  /** The folder of docker's own config.json, read after Helm's. */
  readonly dockerConfig: string
  /** `$GNUPGHOME` or `~/.gnupg`; the default keyring is `pubring.gpg` in it. */
  readonly gnupgHome: string
  /** Proxy settings, as Go's `http.ProxyFromEnvironment` reads them. */
  readonly proxy: ProxyVariables
  /** `PATH`, where credential helpers are found. */
  readonly path: string
}

/** The proxy variables, lower case before upper case; empty when unset. */
export interface ProxyVariables {
  readonly http: string
  readonly https: string
  readonly none: string
}

/** Reads the environment as Helm does. `home` is the user's folder. Source: helm.sh/helm/v4 pkg/cli, pkg/helmpath. */
export function helmEnvironment(env: Variables, home: string, platform: string): HelmEnvironment {
  const folders = foldersOf(env, home, platform)
  const { cacheHome, configHome, dataHome } = folders
  return {
    ...folders,
    repositoryConfig: env.HELM_REPOSITORY_CONFIG ?? join(configHome, 'repositories.yaml'),
    repositoryCache: env.HELM_REPOSITORY_CACHE ?? join(cacheHome, 'repository'),
    registryConfig: env.HELM_REGISTRY_CONFIG ?? join(configHome, 'registry/config.json'),
    contentCache: env.HELM_CONTENT_CACHE ?? join(cacheHome, 'content'),
    plugins: env.HELM_PLUGINS ?? join(dataHome, 'plugins'),
    namespace: env.HELM_NAMESPACE ?? '',
    isDebug: parseBool(env.HELM_DEBUG) ?? false,
    maxHistory: parseInteger(env.HELM_MAX_HISTORY) ?? 10,
    burstLimit: parseInteger(env.HELM_BURST_LIMIT) ?? 100,
    qps: parseFloat32(env.HELM_QPS) ?? 0,
    color: colorOf(env),
    ...kubeOf(env),
    dockerConfig: env.DOCKER_CONFIG || join(home, '.docker'),
    gnupgHome: env.GNUPGHOME || join(home, '.gnupg'),
    proxy: proxyOf(env),
    path: env.PATH ?? '',
  }
}

/**
 * What `helm env` prints, in its order. `compat` helm3 leaves out what only Helm 4 has; `bin` is `HELM_BIN`. The
 * namespace is that of the kubeconfig where one is set, so the caller may pass it; `kubeConfig` is the flag's value (the
 * variable alone is not printed).
 */
export function environmentVariables(
  environment: HelmEnvironment,
  options: {
    readonly compat: 'helm3' | 'helm4'
    readonly bin: string
    readonly namespace?: string
    readonly kubeConfig?: string
  },
): ReadonlyMap<string, string> {
  const rows: [string, string][] = [
    ['HELM_BIN', options.bin],
    ['HELM_BURST_LIMIT', String(environment.burstLimit)],
    ['HELM_CACHE_HOME', environment.cacheHome],
    ['HELM_CONFIG_HOME', environment.configHome],
    ['HELM_CONTENT_CACHE', environment.contentCache],
    ['HELM_DATA_HOME', environment.dataHome],
    ['HELM_DEBUG', String(environment.isDebug)],
    ['HELM_KUBEAPISERVER', environment.kubeApiServer],
    ['HELM_KUBEASGROUPS', environment.kubeAsGroups.join(',')],
    ['HELM_KUBEASUSER', environment.kubeAsUser],
    ['HELM_KUBECAFILE', environment.kubeCaFile],
    ['HELM_KUBECONTEXT', environment.kubeContext],
    ['HELM_KUBEINSECURE_SKIP_TLS_VERIFY', String(environment.kubeInsecureSkipTlsVerify)],
    ['HELM_KUBETLS_SERVER_NAME', environment.kubeTlsServerName],
    ['HELM_KUBETOKEN', environment.kubeToken],
    ['HELM_MAX_HISTORY', String(environment.maxHistory)],
    ['HELM_NAMESPACE', options.namespace ?? (environment.namespace || 'default')],
    ['HELM_PLUGINS', environment.plugins],
    ['HELM_QPS', environment.qps.toFixed(2)],
    ['HELM_REGISTRY_CONFIG', environment.registryConfig],
    ['HELM_REPOSITORY_CACHE', environment.repositoryCache],
    ['HELM_REPOSITORY_CONFIG', environment.repositoryConfig],
  ]
  if (options.kubeConfig) rows.push(['KUBECONFIG', options.kubeConfig])
  return new Map(rows.filter(([name]) => options.compat === 'helm4' || name !== 'HELM_CONTENT_CACHE'))
}

type Folders = Pick<HelmEnvironment, 'cacheHome' | 'configHome' | 'dataHome'>

function foldersOf(env: Variables, home: string, platform: string): Folders {
  const base = defaultFolders(env, home, platform)
  const pick = (own: string | undefined, xdg: string | undefined, fallback: string): string =>
    own ? normalize(own).replace(/(.)\/$/, '$1') : join(xdg || fallback, 'helm')
  return {
    cacheHome: pick(env.HELM_CACHE_HOME, env.XDG_CACHE_HOME, base.cacheHome),
    configHome: pick(env.HELM_CONFIG_HOME, env.XDG_CONFIG_HOME, base.configHome),
    dataHome: pick(env.HELM_DATA_HOME, env.XDG_DATA_HOME, base.dataHome),
  }
}

function defaultFolders(env: Variables, home: string, platform: string): Folders {
  if (platform === 'darwin') {
    const library = join(home, 'Library')
    return { cacheHome: join(library, 'Caches'), configHome: join(library, 'Preferences'), dataHome: library }
  }
  if (platform === 'win32') {
    return { cacheHome: env.TEMP ?? '', configHome: env.APPDATA ?? '', dataHome: env.APPDATA ?? '' }
  }
  return {
    cacheHome: join(home, '.cache'),
    configHome: join(home, '.config'),
    dataHome: join(home, '.local', 'share'),
  }
}

function kubeOf(env: Variables) {
  return {
    kubeConfig: env.KUBECONFIG ?? '',
    kubeContext: env.HELM_KUBECONTEXT ?? '',
    kubeToken: env.HELM_KUBETOKEN ?? '',
    kubeAsUser: env.HELM_KUBEASUSER ?? '',
    kubeAsGroups: listOf(env.HELM_KUBEASGROUPS),
    kubeApiServer: env.HELM_KUBEAPISERVER ?? '',
    kubeCaFile: env.HELM_KUBECAFILE ?? '',
    kubeInsecureSkipTlsVerify: parseBool(env.HELM_KUBEINSECURE_SKIP_TLS_VERIFY) ?? false,
    kubeTlsServerName: env.HELM_KUBETLS_SERVER_NAME ?? '',
  }
}

function proxyOf(env: Variables): ProxyVariables {
  return {
    http: env.HTTP_PROXY || env.http_proxy || '',
    https: env.HTTPS_PROXY || env.https_proxy || '',
    none: env.NO_PROXY || env.no_proxy || '',
  }
}

function listOf(text = ''): readonly string[] {
  const trimmed = text.replace(/^[, ]+|[, ]+$/g, '')
  return trimmed === '' ? [] : trimmed.split(',')
}

function colorOf(env: Variables): HelmEnvironment['color'] {
  if (env.NO_COLOR) return 'never'
  const color = env.HELM_COLOR?.toLowerCase()
  return color === 'never' || color === 'always' ? color : 'auto'
}

function parseBool(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : undefined
}

function parseInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined
}

function parseFloat32(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() !== text || text === '' ? Number.NaN : Number(text)
  return Number.isNaN(value) ? undefined : Math.fround(value)
}
