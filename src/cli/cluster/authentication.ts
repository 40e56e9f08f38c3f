import { resolve } from 'node:path'
import type { ClusterOptions } from '#cluster'
import { CliError } from '../frame/error.ts'
import type { Flags } from '../frame/flag.ts'

/** Flags of kube-apiserver for further ways in, by their names there. */
export const authenticationFlags = {
  'token-auth-file': { kind: 'string', value: 'file', summary: 'bearer tokens: lines of token,user,uid,"groups"' },
  'oidc-issuer-url': { kind: 'string', value: 'url', summary: 'OpenID Connect issuer whose ID tokens are taken' },
  'oidc-client-id': { kind: 'string', value: 'id', summary: 'audience that ID tokens must be for' },
  'oidc-username-claim': { kind: 'string', value: 'claim', summary: 'claim with the user name (default: sub)' },
  'oidc-username-prefix': { kind: 'string', value: 'text', summary: 'put before user names; - for none' },
  'oidc-groups-claim': { kind: 'string', value: 'claim', summary: 'claim with the groups' },
  'oidc-groups-prefix': { kind: 'string', value: 'text', summary: 'put before groups' },
  'oidc-required-claim': { kind: 'pairs', value: 'claim=value', summary: 'claims that ID tokens must have' },
  'oidc-signing-algs': { kind: 'list', value: 'names', summary: 'signatures that are taken (default: RS256)' },
  'oidc-ca-file': { kind: 'string', value: 'file', summary: "authorities that may sign the issuer's certificate" },
} as const satisfies Flags

/** What those flags were given. */
export interface AuthenticationFlags {
  readonly 'token-auth-file': string | undefined
  readonly 'oidc-issuer-url': string | undefined
  readonly 'oidc-client-id': string | undefined
  readonly 'oidc-username-claim': string | undefined
  readonly 'oidc-username-prefix': string | undefined
  readonly 'oidc-groups-claim': string | undefined
  readonly 'oidc-groups-prefix': string | undefined
  readonly 'oidc-required-claim': readonly string[]
  readonly 'oidc-signing-algs': readonly string[]
  readonly 'oidc-ca-file': string | undefined
}

/** The flags as options; undefined when none was given. Throws CliError `usage`. */
export function authenticationOf(flags: AuthenticationFlags, cwd: string): ClusterOptions['authentication'] {
  const { 'token-auth-file': tokenFile } = flags
  const oidc = issuerOf(flags, cwd)
  if (tokenFile === undefined && oidc === undefined) return undefined
  return { ...(tokenFile !== undefined && { tokenFile: resolve(cwd, tokenFile) }), ...(oidc !== undefined && { oidc }) }
}

type Issuer = NonNullable<NonNullable<ClusterOptions['authentication']>['oidc']>

function issuerOf(flags: AuthenticationFlags, cwd: string): Issuer | undefined {
  const isAsked = oidcNames.some((name) => flags[name] !== undefined && flags[name].length > 0)
  if (!isAsked) return undefined
  const { 'oidc-issuer-url': issuerUrl, 'oidc-client-id': clientId, 'oidc-ca-file': authorityFile } = flags
  if (!issuerUrl || !clientId)
    throw new CliError(
      'usage',
      'oidc-issuer-url and oidc-client-id must be specified together when any of the --oidc-* flags are set',
    )
  const texts = textFields.flatMap(([name, field]) => (flags[name] === undefined ? [] : [[field, flags[name]]]))
  return {
    issuerUrl,
    clientId,
    ...Object.fromEntries(texts),
    requiredClaims: Object.fromEntries(flags['oidc-required-claim'].map(splitPair)),
    ...(flags['oidc-signing-algs'].length > 0 && { signingAlgorithms: flags['oidc-signing-algs'] }),
    ...(authorityFile !== undefined && { authorityFile: resolve(cwd, authorityFile) }),
  }
}

const textFields = [
  ['oidc-username-claim', 'usernameClaim'],
  ['oidc-username-prefix', 'usernamePrefix'],
  ['oidc-groups-claim', 'groupsClaim'],
  ['oidc-groups-prefix', 'groupsPrefix'],
] as const

const names = Object.keys(authenticationFlags) as (keyof AuthenticationFlags)[]
const oidcNames = names.filter((name) => name.startsWith('oidc-'))

function splitPair(pair: string): readonly [string, string] {
  const mark = pair.indexOf('=')
  if (mark < 1) throw new CliError('usage', `--oidc-required-claim ${pair} is no pair, expected claim=value`)
  return [pair.slice(0, mark), pair.slice(mark + 1)]
}

/** The flags once more, one a value, for the process in the background; files get absolute names. */
export function authenticationWords(
  flags: AuthenticationFlags,
  cwd: string,
): readonly (readonly [string, string | undefined])[] {
  return names.flatMap((name) => {
    const value = flags[name]
    const values = typeof value === 'object' ? value : [value]
    return values.map((one) => [name, one !== undefined && name.endsWith('-file') ? resolve(cwd, one) : one] as const)
  })
}
