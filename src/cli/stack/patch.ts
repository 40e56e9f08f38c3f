import { basename, dirname, join } from 'node:path'
import { buildKustomization } from '#render'
import { localFiles } from '#source'
import type { StackPatches } from '#stack'
import { dump, load, type YamlMap } from '#yaml'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** A folder below that of the patches that no user has. */
const HOME = '.berth-patched'

/**
 * The filter that makes a release's patches: a kustomization in memory around what was rendered, in the folder that the
 * patches' own paths start from. Throws CliError `input` for a patch that is none, and what the build throws.
 */
export function patchFilter(patches: StackPatches, session: Session): (manifests: string) => Promise<string> {
  return async (manifests) => {
    if (!/^[ \t]*kind:/m.test(manifests)) return manifests // nothing was rendered: there is nothing to patch
    const files = inMemory(patches.folder, patchFiles(patches, manifests))
    const options = { files, isUnrestricted: true, warn: (line: string) => session.stderr.write(`${line}\n`) }
    const { text } = await buildKustomization(patches.folder, options)
    return text
  }
}

type Texts = ReadonlyMap<string, string>

/** What the kustomization is made of, by path below the patches' folder. Objects get their namespace before all else. */
function patchFiles({ namespace, json, strategic, transformers }: StackPatches, manifests: string): Texts {
  const texts = new Map([[`${HOME}/base/all.yaml`, manifests]])
  const put = (name: string, text: string): string => {
    texts.set(`${HOME}/${name}`, text)
    return `${HOME}/${name}`
  }
  if (namespace !== '') put('base/namespace.yaml', JSON.stringify(namespaceTransformer(namespace)))
  const first = namespace === '' ? [] : ['namespace.yaml']
  put('base/kustomization.yaml', JSON.stringify({ resources: ['all.yaml'], transformers: first }))
  const patches = [
    ...json.map((text, at) => jsonPatch(text, (operations) => put(`json.${at}.yaml`, operations))),
    ...strategic.map((text, at) => ({ path: put(`strategic.${at}.yaml`, text) })),
  ]
  const last = transformers.map((text, at) => put(`transformer.${at}.yaml`, text))
  texts.set('kustomization.yaml', JSON.stringify({ resources: [`${HOME}/base`], patches, transformers: last }))
  return texts
}

function namespaceTransformer(namespace: string): object {
  const fieldSpecs = [{ path: 'metadata/namespace', create: true }]
  const metadata = { name: 'namespace', namespace }
  return { apiVersion: 'builtin', kind: 'NamespaceTransformer', metadata, unsetOnly: true, fieldSpecs }
}

/** `{target, patch: [operations]}` or `{target, path}`; `put` keeps the operations and gives their path. */
function jsonPatch(text: string, put: (operations: string) => string): object {
  const patch = load(text)
  const given: YamlMap = patch instanceof Map ? patch : new Map()
  const [target, operations, path] = [given.get('target'), given.get('patch'), given.get('path')]
  const named = typeof path === 'string' && path !== '' ? path : undefined
  if (named === undefined && !Array.isArray(operations)) {
    throw new CliError('input', `either "path" or "patch" must be set in a JSON patch: ${text.trim().slice(0, 100)}`)
  }
  const place = { path: named ?? put(dump(operations ?? null)) }
  return target instanceof Map ? { target: Object.fromEntries(target), ...place } : place
}

/** The files of a folder with texts laid over them. */
function inMemory(folder: string, texts: Texts): ReturnType<typeof localFiles> {
  const local = localFiles()
  const byPath = new Map([...texts].map(([name, text]) => [join(folder, name), text]))
  const folders = new Set([...byPath.keys()].map((path) => dirname(path)))
  const isHidden = (path: string): boolean =>
    dirname(path) === folder && /^(?:kustomization\.yml|Kustomization)$/.test(basename(path))
  return {
    ...local,
    has: (path) => byPath.has(path) || folders.has(path) || (!isHidden(path) && local.has(path)),
    resolve: (path) => {
      const absolute = local.absolute(path)
      if (byPath.has(absolute)) return { folder: dirname(absolute), file: basename(absolute) }
      return folders.has(absolute) ? { folder: absolute, file: '' } : local.resolve(path)
    },
    read: (path) => {
      const text = byPath.get(path)
      return text === undefined ? local.read(path) : Buffer.from(text)
    },
  }
}
