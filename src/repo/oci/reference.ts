import { RepoError } from '../error.ts'

/** A place in a registry: `HOST/REPOSITORY[:TAG][@DIGEST]`; in the tag, `_` stands where a version has `+`. */
export interface Reference {
  readonly host: string
  readonly repository: string
  /** Empty for none. */
  readonly tag: string
  /** `sha256:HEX`; empty for none. */
  readonly digest: string
}

/** True for `oci://…`. */
export function isOci(text: string): boolean {
  return text.startsWith('oci://')
}

const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^sha256:[a-f0-9]{64}$/

/** Reads a reference, with or without `oci://`. Throws RepoError `bad-url` with the words of the Go library. */
export function parseReference(text: string): Reference {
  const raw = text.replace(/^oci:\/\//, '')
  const at = raw.lastIndexOf('@')
  const digest = at < 0 ? '' : raw.slice(at + 1)
  const path = at < 0 ? raw : raw.slice(0, at)
  const slash = path.indexOf('/')
  if (slash < 0) throw invalid('missing registry or repository')
  const host = path.slice(0, slash)
  const rest = path.slice(slash + 1)
  const colon = rest.lastIndexOf(':')
  const repository = colon < 0 ? rest : rest.slice(0, colon)
  const tag = colon < 0 ? '' : rest.slice(colon + 1).replaceAll('+', '_')
  if (!HOST.test(host)) throw invalid(`invalid registry "${host}"`)
  if (repository.length > 255 || !REPOSITORY.test(repository)) throw invalid(`invalid repository "${repository}"`)
  if (colon >= 0 && !TAG.test(tag)) throw invalid(`invalid tag "${tag}"`)
  if (at >= 0 && !DIGEST.test(digest)) throw invalid(`invalid digest "${digest}": expected sha256 and 64 hex digits`)
  return { host, repository, tag, digest }
}

/** The reference as Helm prints it: with its tag, or with its digest when it has no tag. */
export function printReference({ host, repository, tag, digest }: Reference): string {
  const base = `${host}/${repository}`
  if (tag !== '') return `${base}:${tag}`
  return digest === '' ? base : `${base}@${digest}`
}

/** The tag of a version. */
export function tagOf(version: string): string {
  return version.replaceAll('+', '_')
}

/** The version of a tag. */
export function versionOf(tag: string): string {
  return tag.replaceAll('_', '+')
}

/** What Helm prints behind a reference whose tag holds an underscore; empty for any other. */
export function underscoreNote(reference: Reference): readonly string[] {
  if (!reference.tag.includes('_')) return []
  return [
    `${printReference(reference)} contains an underscore.`,
    '',
    'OCI artifact references (e.g. tags) do not support the plus sign (+). To support',
    'storing semantic versions, Helm adopts the convention of changing plus (+) to',
    'an underscore (_) in chart version tags when pushing to a registry and back to',
    'a plus (+) when pulling from a registry.',
  ]
}

function invalid(what: string): RepoError {
  return new RepoError('bad-url', `invalid reference: ${what}`, { hint: 'expected oci://HOST/PATH/CHART[:VERSION]' })
}
