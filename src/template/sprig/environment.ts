/** What the functions may know of the world; all of it comes in as an argument. */
export interface SprigEnvironment {
  /** Milliseconds since the epoch. */
  now(): number
  /** `size` unpredictable bytes. */
  randomBytes(size: number): Uint8Array
  /** Gives what `make` makes: a new key, a random text. One who repeats a run gives what was made then, or in its place. */
  remember?<T>(make: () => T): T
  /** IANA name of the local time zone, `Europe/Berlin`. */
  readonly timeZone: string
  /** Address of a host for `getHostByName`; without it every name resolves to nothing, as in Helm. */
  hostByName?(name: string): string
  /** Value of an environment variable for `env` and `expandenv`; without it every variable is empty. */
  variable?(name: string): string
}
