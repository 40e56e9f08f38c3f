import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import type { Attack } from './attack.ts'
import { configMap, overlay } from './overlays.ts'
import { documents } from './values.ts'

const MIB = 2 ** 20
const LARGE = 50 * MIB

/** The roles that a document can have in an overlay: the kustomization that names `evil.yaml`. */
const ROLES: Readonly<Record<string, string>> = {
  'a resource': 'resources: [evil.yaml]\n',
  'a patch': 'resources: [r.yaml]\npatches: [{path: evil.yaml}]\n',
  'a patch with a target': 'resources: [r.yaml]\npatches: [{path: evil.yaml, target: {kind: ConfigMap}}]\n',
  'a configuration': 'resources: [r.yaml]\nconfigurations: [evil.yaml]\n',
  'a transformer': 'resources: [r.yaml]\ntransformers: [evil.yaml]\n',
  'a file of a generator': 'configMapGenerator: [{name: g, files: [evil.yaml]}]\n',
  'an env file': 'secretGenerator: [{name: g, envs: [evil.yaml]}]\n',
}
/** What any text may be. */
const ANY_TEXT = /generator|env file/

/** Every hostile document in every role, and as the kustomization itself. */
export function overlayDocuments(): Attack[] {
  return Object.entries({ ...documents, ...LARGE_FILES }).flatMap(([name, content]) => [
    ...Object.entries(ROLES).map(([role, kustomization]) =>
      overlay(`${name} as ${role}`, kustomization, {
        files: { 'o/r.yaml': configMap('r'), 'o/evil.yaml': content },
        ends: name.startsWith('harmless') || ANY_TEXT.test(role) ? 'harmless' : 'refused',
      }),
    ),
    overlay(`${name} as the kustomization`, '', {
      files: { 'o/kustomization.yaml': content },
      ends: name.startsWith('harmless') ? 'harmless' : 'refused',
    }),
    ...asObject(name, content),
  ])
}

/** A document below an object's data, where it is one: what a plain reader would take. */
function asObject(name: string, content: string | ((path: string) => void)): Attack[] {
  if (typeof content !== 'string' || !content.startsWith('a: ')) return []
  const object = `${configMap('r', '')}${content.replace(/^/gm, '  ')}`
  const small = content.length < 2 * MIB
  return [
    overlay(`${name} in an object`, 'resources: [r.yaml]\n', {
      files: { 'o/r.yaml': small ? object : `${configMap('r', '')}  ${content}` },
      ends: 'harmless',
    }),
  ]
}

const LARGE_FILES: typeof documents = {
  '50 MiB of one text': (path) => fill(path, 'a: ', 'x'),
  '50 MiB of lines': (path) => fill(path, '', 'some words and: more\n'),
  '50 MiB of NULs': (path) => sparse(path),
  'harmless: 50 MiB of objects': (path) => fill(path, '', `${configMap('r')}---\n`),
}

function fill(path: string, start: string, piece: string): void {
  const block = Buffer.from(piece.repeat(Math.ceil(MIB / piece.length)))
  const file = openSync(path, 'w')
  writeSync(file, start)
  for (let written = 0; written < LARGE; written += block.length) writeSync(file, block)
  closeSync(file)
}

function sparse(path: string): void {
  const file = openSync(path, 'w')
  ftruncateSync(file, LARGE)
  closeSync(file)
}
