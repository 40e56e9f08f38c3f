/** What proves who asks: a header, a client certificate (PEM), or both. */
export interface Credentials {
  readonly authorization?: string
  readonly certificate?: string
  readonly key?: string
  /** Milliseconds since the epoch from which on they are worth nothing. */
  readonly expiresAt?: number
}

/** Where credentials come from. */
export interface CredentialSource {
  /** Good ones, made or refreshed when need be. Throws ClientError `credentials`. */
  current(): Promise<Credentials>
  /** The server answered 401 to these: whatever is cached is thrown away. True when asking again may help. */
  refuse(refused: Credentials): boolean
}

/** Credentials that never change. */
export function fixedCredentials(credentials: Credentials): CredentialSource {
  return { current: () => Promise.resolve(credentials), refuse: () => false }
}
