/** One cluster of a kubeconfig, with the field names of the file (client-go's `Cluster`). */
export interface ClusterEntry {
  readonly server?: string
  readonly 'tls-server-name'?: string
  readonly 'insecure-skip-tls-verify'?: boolean
  readonly 'certificate-authority'?: string
  readonly 'certificate-authority-data'?: string
  readonly 'proxy-url'?: string
  readonly 'disable-compression'?: boolean
  readonly extensions?: readonly { readonly name: string; readonly extension: unknown }[]
}

/** One user of a kubeconfig (client-go's `AuthInfo`). */
export interface UserEntry {
  readonly 'client-certificate'?: string
  readonly 'client-certificate-data'?: string
  readonly 'client-key'?: string
  readonly 'client-key-data'?: string
  readonly token?: string
  readonly tokenFile?: string
  readonly as?: string
  readonly 'as-uid'?: string
  readonly 'as-groups'?: readonly string[]
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>
  readonly username?: string
  readonly password?: string
  readonly 'auth-provider'?: AuthProvider
  readonly exec?: ExecEntry
}

/** An identity provider that the client talks to itself. */
export interface AuthProvider {
  readonly name: string
  readonly config?: Readonly<Record<string, string>>
}

/** A program that gives credentials (client-go's `ExecConfig`). */
export interface ExecEntry {
  readonly apiVersion?: string
  readonly command: string
  readonly args?: readonly string[] | null
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null
  readonly installHint?: string
  readonly provideClusterInfo?: boolean
  readonly interactiveMode?: 'Never' | 'IfAvailable' | 'Always'
}

/** One context of a kubeconfig. */
export interface ContextEntry {
  readonly cluster?: string
  readonly user?: string
  readonly namespace?: string
}

/** An entry with the file it came from; relative paths in it were made absolute. */
export interface Sourced<T> {
  readonly value: T
  readonly file: string
}

/** Several files as one. */
export interface Kubeconfig {
  readonly currentContext: string
  readonly clusters: ReadonlyMap<string, Sourced<ClusterEntry>>
  readonly users: ReadonlyMap<string, Sourced<UserEntry>>
  readonly contexts: ReadonlyMap<string, Sourced<ContextEntry>>
}

/** The document of one file, as it stands there. Lists are kept in order, unknown fields are kept. */
export interface KubeconfigDocument {
  apiVersion?: string
  kind?: string
  preferences?: unknown
  'current-context'?: string
  clusters?: { name: string; cluster: ClusterEntry }[] | null
  users?: { name: string; user: UserEntry }[] | null
  contexts?: { name: string; context: ContextEntry }[] | null
}
