import type { ProxyVariables } from './environment.ts'

/** Files that say whom to trust and who we are; empty or absent means the system's roots and no client certificate. */
export interface TlsFiles {
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  readonly insecureSkipTlsVerify?: boolean
}

/** A user and a password (or a token in its place). */
export interface BasicCredentials {
  readonly username: string
  readonly password: string
}

/** An address that is not HTTP, with what is known of its server; texts are empty where nothing is. */
export interface ForeignRequest {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly passCredentialsAll: boolean
  readonly caFile: string
  readonly certFile: string
  readonly keyFile: string
  readonly insecureSkipTlsVerify: boolean
  readonly timeoutMs: number
}

/** Fetches what is not HTTP, as Helm's getter plugins do; undefined where the protocol is not known. */
export type ForeignFetch = (request: ForeignRequest) => Promise<Uint8Array | undefined>

/** How to reach a server. Sizes in bytes, times in milliseconds. */
export interface HttpOptions extends TlsFiles {
  /** For the whole exchange, body included; 120 seconds unless told. */
  readonly timeoutMs?: number
  /** The largest body that is read; 256 MiB unless told. */
  readonly limitBytes?: number
  readonly userAgent?: string
  readonly proxy?: ProxyVariables
  readonly signal?: AbortSignal
  /** Fetches addresses of other protocols. */
  readonly foreign?: ForeignFetch
}

/** One request. `headers` have lower-case names; `body` makes it an upload. */
export interface HttpRequest extends HttpOptions {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** How many redirects to follow; 10 unless told. */
  readonly maxRedirects?: number
}

/** An answer, whatever its status. `url` is the last one after redirects; `headers` have lower-case names. */
export interface HttpAnswer {
  readonly url: string
  readonly status: number
  /** `404 Not Found`. */
  readonly statusText: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Helm's own limit for one download, `getter.DefaultHTTPTimeout`. */
export const defaultTimeoutMs = 120_000
/** Ours: no index or chart is larger. */
export const defaultLimitBytes = 256 * 1024 * 1024
/** What Helm 4.1 calls itself, with our name behind it. */
export const defaultUserAgent = 'Helm/4.1 berth'
