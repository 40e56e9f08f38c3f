import { RepoError } from '../error.ts'
import { type ConstraintRules, isVersionRange } from '../index-find.ts'
import { compareVersions, parseVersion } from '../version.ts'
import { resolveDigest } from './pull.ts'
import { parseReference, type Reference, tagOf, versionOf } from './reference.ts'
import { type Registry, statusError } from './registry.ts'

const STRICT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/
const MAX_PAGES = 1000

/** The versions that a repository holds, newest first; tags that are no full semantic version are left out. */
export async function listVersions(registry: Registry, text: string): Promise<readonly string[]> {
  const { repository } = parseReference(text)
  const versions = (await listTags(registry, repository)).map(versionOf).filter((version) => STRICT.test(version))
  return versions
    .flatMap((text) => {
      const version = parseVersion(text)
      return version === undefined ? [] : [{ text, version }]
    })
    .sort((a, b) => compareVersions(b.version, a.version))
    .map((item) => item.text)
}

/** All tags, page by page. Throws RepoError `not-found`, `unauthorized`, `bad-answer`. */
async function listTags(registry: Registry, repository: string): Promise<readonly string[]> {
  const tags: string[] = []
  let path: string | undefined = `${repository}/tags/list`
  for (let page = 0; path !== undefined; page++) {
    if (page === MAX_PAGES) throw new RepoError('bad-answer', `${repository} – more than ${MAX_PAGES} pages of tags`)
    const answer = await registry.call({ path, repository })
    if (answer.status !== 200) throw statusError('GET', answer)
    for (const tag of tagsIn(answer.body, repository)) tags.push(tag)
    const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(answer.headers.link ?? '')?.[1]
    path = next === undefined ? undefined : new URL(next, answer.url).href
  }
  return tags
}

function tagsIn(body: Uint8Array, repository: string): readonly string[] {
  try {
    const { tags } = JSON.parse(Buffer.from(body).toString('utf8')) as { readonly tags?: unknown }
    if (tags === null || tags === undefined) return []
    if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags
  } catch (cause) {
    throw new RepoError('bad-answer', `${repository} – tag list is not JSON`, { cause })
  }
  throw new RepoError('bad-answer', `${repository} – tag list without a list of tags`)
}

/**
 * The reference with the tag that a version or constraint asks for; without one, the newest stable tag. A digest stays,
 * and is checked when a version is given as well. Throws RepoError `unknown-version`, `digest`, `not-found`.
 */
export async function resolveReference(
  registry: Registry,
  text: string,
  wanted: ConstraintRules & { readonly version: string },
): Promise<Reference> {
  const reference = parseReference(text)
  const given = versionOf(reference.tag)
  if (wanted.version !== '' && given !== '' && tagOf(wanted.version) !== reference.tag) {
    const message = `chart reference and version mismatch: ${wanted.version} is not ${given}`
    throw new RepoError('unknown-version', message)
  }
  const version = wanted.version || given
  if (reference.digest !== '') return checkPinned(registry, reference, version)
  if (parseVersion(version) !== undefined) return { ...reference, tag: tagOf(version) }
  const versions = await listVersions(registry, `${reference.host}/${reference.repository}`)
  if (versions.length === 0) {
    throw new RepoError('unknown-version', `unable to locate any tags in provided repository: ${text}`)
  }
  const found = versions.find((item) => item === version) ?? firstFitting(versions, { ...wanted, version })
  return { ...reference, tag: tagOf(found) }
}

function firstFitting(versions: readonly string[], wanted: ConstraintRules & { readonly version: string }): string {
  const constraint = wanted.version === '' ? '*' : wanted.version
  const found = versions.find((version) => wanted.satisfies(constraint, version))
  if (found !== undefined) return found
  const text = `could not locate a version matching provided version string ${wanted.version}`
  const hint = isVersionRange(constraint) ? `the newest version is ${versions[0]}` : undefined
  throw new RepoError('unknown-version', text, { hint })
}

async function checkPinned(registry: Registry, reference: Reference, version: string): Promise<Reference> {
  const pinned = { ...reference, tag: '' }
  if (version === '') return pinned
  const digest = await digestOfTag(registry, { ...reference, digest: '', tag: tagOf(version) })
  if (digest !== undefined && digest !== reference.digest) {
    throw new RepoError('digest', `chart reference digest mismatch: ${digest} is not ${reference.digest}`)
  }
  return pinned
}

/** A digest may stand without any tag: a missing tag says nothing. */
async function digestOfTag(registry: Registry, reference: Reference): Promise<string | undefined> {
  try {
    return await resolveDigest(registry, reference)
  } catch {
    return undefined
  }
}
