import type { JSONWebKeySet, JWTPayload } from 'jose'
import type { Clock } from '#kube'
import type { User } from '../contract/user.ts'
import { type TokenAuthenticator, TokenError } from './bearer.ts'
import { decodePart } from './jwt-keys.ts'

/** An OpenID Connect issuer, in the words of kube-apiserver's `--oidc-*` flags. */
export interface OidcOptions {
  readonly issuerUrl: string
  readonly clientId: string
  /** Absent: `sub`. */
  readonly usernameClaim?: string
  /** Absent: `ISSUER#` unless the claim is `email`; `-` means none. */
  readonly usernamePrefix?: string
  readonly groupsClaim?: string
  readonly groupsPrefix?: string
  readonly requiredClaims?: Readonly<Record<string, string>>
  /** Absent: RS256. */
  readonly signingAlgorithms?: readonly string[]
}

/** Fetches a JSON document. Rejects when the server does not answer 200. */
export type FetchJson = (url: string) => Promise<unknown>

/** Keys are asked for again at most this often. */
const REFRESH_MS = 10_000

/** Takes ID tokens of one issuer, whose keys are found by discovery. Source: upstream authenticator/token/oidc. */
export function oidcAuthenticator(options: OidcOptions, clock: Clock, fetchJson: FetchJson): TokenAuthenticator {
  const keys = createKeySource(options, clock, fetchJson)
  return {
    name: 'oidc',
    authenticate: async (token, wanted) => {
      const [, body = '', ...rest] = token.split('.')
      if (rest.length !== 1 || decodePart(body)?.['iss'] !== options.issuerUrl) return undefined
      const claims = await verifiedClaims(token, { options, clock, keys })
      const audiences = [options.clientId].filter((audience) => wanted.length === 0 || wanted.includes(audience))
      return { user: userOf(claims, options), audiences }
    },
  }
}

interface KeySource {
  get(isStale: boolean): Promise<JSONWebKeySet>
}

function createKeySource({ issuerUrl }: OidcOptions, clock: Clock, fetchJson: FetchJson): KeySource {
  let present: JSONWebKeySet | undefined
  let fetchedMs = Number.NEGATIVE_INFINITY
  let fetching: Promise<JSONWebKeySet> | undefined
  const fetchKeys = async (): Promise<JSONWebKeySet> => {
    fetchedMs = clock.now()
    const base = issuerUrl.replace(/\/$/, '')
    const found = (await fetchJson(`${base}/.well-known/openid-configuration`)) as {
      issuer?: string
      jwks_uri?: string
    }
    if (found.issuer !== issuerUrl) {
      throw new TokenError(
        `oidc: issuer did not match the issuer returned by provider, expected "${issuerUrl}" got "${found.issuer}"`,
      )
    }
    present = (await fetchJson(String(found.jwks_uri))) as JSONWebKeySet
    return present
  }
  return {
    get: (isStale) => {
      const isEarly = clock.now() - fetchedMs < REFRESH_MS
      if (present !== undefined && (!isStale || isEarly)) return Promise.resolve(present)
      fetching ??= fetchKeys().finally(() => (fetching = undefined))
      return fetching
    },
  }
}

interface Means {
  readonly options: OidcOptions
  readonly clock: Clock
  readonly keys: KeySource
}

async function verifiedClaims(token: string, means: Means): Promise<JWTPayload> {
  try {
    return await verifyWith(token, await means.keys.get(false), means)
  } catch (error) {
    // The issuer may have new keys.
    if ((error as { code?: string }).code !== 'ERR_JWKS_NO_MATCHING_KEY') throw refusalOf(error)
  }
  try {
    return await verifyWith(token, await means.keys.get(true), means)
  } catch (error) {
    throw refusalOf(error)
  }
}

async function verifyWith(token: string, keys: JSONWebKeySet, { options, clock }: Means): Promise<JWTPayload> {
  const { createLocalJWKSet, jwtVerify } = await import('jose')
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    issuer: options.issuerUrl,
    audience: options.clientId,
    algorithms: [...(options.signingAlgorithms ?? ['RS256'])],
    currentDate: new Date(clock.now()),
    requiredClaims: ['exp'],
  })
  return payload
}

function refusalOf(error: unknown): TokenError {
  if (error instanceof TokenError) return error
  return new TokenError(`oidc: verify token: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  })
}

function userOf(claims: JWTPayload, options: OidcOptions): User {
  const { usernameClaim = 'sub', groupsClaim, groupsPrefix = '', requiredClaims = {} } = options
  const name = claims[usernameClaim]
  if (typeof name !== 'string')
    throw new TokenError(`oidc: parse username claims "${usernameClaim}": claim not present`)
  if (usernameClaim === 'email' && claims['email_verified'] !== undefined && claims['email_verified'] !== true) {
    throw new TokenError('oidc: email not verified')
  }
  for (const [claim, value] of Object.entries(requiredClaims)) {
    if (claims[claim] === undefined) throw new TokenError(`oidc: required claim ${claim} not present in ID token`)
    if (claims[claim] !== value)
      throw new TokenError(
        `oidc: required claim ${claim} value does not match. Got = ${JSON.stringify(claims[claim])}, want = ${value}`,
      )
  }
  const groups = groupsClaim === undefined ? [] : textsOf(claims[groupsClaim])
  return { name: `${usernamePrefixOf(options)}${name}`, groups: groups.map((group) => `${groupsPrefix}${group}`) }
}

function usernamePrefixOf({ usernamePrefix, usernameClaim = 'sub', issuerUrl }: OidcOptions): string {
  if (usernamePrefix === '-') return ''
  return usernamePrefix ?? (usernameClaim === 'email' ? '' : `${issuerUrl}#`)
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
