import { dump } from '#yaml'
import { hostileJson, hostileText, noise } from './hostile.ts'
import { mutatedJson } from './mutate.ts'
import { type Sample, samples } from './samples.ts'
import type { Seeded } from './seeded.ts'
import { ACCEPTS, METHODS, PARAMETERS, PATCH_TYPES, ROOTS, SUBRESOURCES } from './words.ts'

/** One request of a fuzz run. */
export interface FuzzRequest {
  readonly method: string
  readonly target: string
  /** Name and value; without `host`, `content-length` and who one is. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string | Buffer
}

/** Makes the next request. */
export function nextRequest(random: Seeded): FuzzRequest {
  return random.pick(makers)(random)
}

type Maker = (random: Seeded) => FuzzRequest

const JSON_TYPE = ['content-type', 'application/json'] as const
/** Objects of so many names are made, so that a run cannot fill the store. */
const NAMES = 60

const makers: readonly Maker[] = [
  oddPath,
  oddPath,
  oddQuery,
  oddQuery,
  oddQuery,
  jsonBody,
  jsonBody,
  jsonBody,
  otherBody,
  patch,
  patch,
  patch,
  oddHeaders,
  subresource,
  plain,
  plain,
  handshake,
]

function nameOf(random: Seeded): string {
  return random.once(12) ? random.pick(hostileText) : `fuzz-${random.below(NAMES)}`
}

function collection({ root, resource, isNamespaced }: Sample, random: Seeded): string {
  return isNamespaced ? `${root}/namespaces/fuzz-${random.pick(['a', 'b'])}/${resource}` : `${root}/${resource}`
}

function item(sample: Sample, random: Seeded): string {
  return `${collection(sample, random)}/${nameOf(random)}`
}

function plain(random: Seeded): FuzzRequest {
  const sample = random.pick(samples)
  // the largest documents there are, now and then
  const target = random.once(1000)
    ? random.pick(['/openapi/v2', '/metrics'])
    : random.once(3)
      ? random.pick(ROOTS)
      : random.once(4)
        ? collection(sample, random)
        : item(sample, random)
  return { method: 'GET', target, headers: [], body: '' }
}

/** What does no harm to objects that the run itself needs: items are named `fuzz-…`, collections are only read. */
function safeMethod(method: string): string {
  return method === 'DELETE' ? 'GET' : method
}

function oddPath(random: Seeded): FuzzRequest {
  const sample = random.pick(samples)
  const parts = item(sample, random).split('/')
  for (let times = 1 + random.below(2); times > 0; times--) {
    const at = 1 + random.below(parts.length - 1)
    const kind = random.below(6)
    if (kind === 0) parts[at] = random.pick(hostileText)
    else if (kind === 1) parts.splice(at, 0, '')
    else if (kind === 2) parts.splice(at, 1)
    else if (kind === 3) parts.splice(at, 0, random.pick(hostileText))
    else if (kind === 4) parts[at] = encodeURIComponent(parts[at] ?? '').toUpperCase()
    else parts[at] = noise(random, 1 + random.below(12)).replaceAll(/[ #?\\]/g, '~')
  }
  const target = parts.join('/').replaceAll(/[^\x21-\x7e]/g, '') || '/'
  return {
    method: safeMethod(random.pick(METHODS)),
    target: target.startsWith('/') ? target : `/${target}`,
    headers: [],
    body: '',
  }
}

function oddQuery(random: Seeded): FuzzRequest {
  const sample = random.pick(samples)
  const pairs = Array.from({ length: 1 + random.below(3) }, () => {
    const value = random.once(8) ? encodeURIComponent(noise(random, random.below(40))) : random.pick(hostileText)
    return `${random.pick(PARAMETERS)}=${value}`
  })
  const isItem = random.once(3)
  const method = isItem ? random.pick(['GET', 'DELETE', 'HEAD']) : 'GET'
  return {
    method,
    target: `${isItem ? item(sample, random) : collection(sample, random)}?${pairs.join('&')}`,
    headers: [],
    body: '',
  }
}

function named(sample: Sample, random: Seeded, name: string): string {
  const { metadata, ...rest } = sample.object
  const isPlain = random.once(6)
  const text = JSON.stringify({ ...rest, metadata: { ...(metadata as object), ...(name === '' ? {} : { name }) } })
  return isPlain ? text : mutatedJson(text, random)
}

function jsonBody(random: Seeded): FuzzRequest {
  const sample = random.pick(samples)
  const name = `fuzz-${random.below(NAMES)}`
  const isUpdate = random.once(3)
  const target = isUpdate ? `${collection(sample, random)}/${name}` : collection(sample, random)
  const query = random.once(3)
    ? `?fieldValidation=${random.pick(['Strict', 'Warn', 'Ignore'])}&dryRun=${random.pick(['All', 'All', ''])}`
    : ''
  return {
    method: isUpdate ? 'PUT' : 'POST',
    target: target + query,
    headers: [JSON_TYPE],
    body: named(sample, random, name),
  }
}

const PREFIX = Buffer.from('k8s\0')

/** YAML, protobuf, or bytes that are nothing. */
function otherBody(random: Seeded): FuzzRequest {
  const sample = random.pick(samples)
  const target = collection(sample, random)
  const name = `fuzz-${random.below(NAMES)}`
  const kind = random.below(4)
  if (kind < 2) {
    const text = dump({ ...sample.object, metadata: { name } } as Parameters<typeof dump>[0])
    const at = random.below(text.length)
    const body =
      kind === 0
        ? text
        : `${text.slice(0, at)}${random.pick(['&a ', '*a', '<<: ', '? ', '- ', '\t', '!!binary ', '---\n', ': ', '"', '|\n', '\u0000'])}${text.slice(at)}`
    return { method: 'POST', target, headers: [['content-type', 'application/yaml']], body }
  }
  const bytes = Buffer.from(Array.from({ length: random.below(80) }, () => random.below(256)))
  const type =
    kind === 2
      ? 'application/vnd.kubernetes.protobuf'
      : random.pick(['application/json', 'application/cbor', 'text/plain', '', ';;', 'application/json;charset=x'])
  const envelope = Buffer.concat([
    PREFIX,
    Buffer.from([0x0a, 0x0b, 0x0a, 2, 0x76, 0x31, 0x12, 5]),
    Buffer.from('Event'),
    Buffer.from([0x12, random.below(128)]),
    bytes,
  ])
  return {
    method: 'POST',
    target,
    headers: [['content-type', type]],
    body: kind === 2 && random.once(2) ? envelope : bytes,
  }
}

const POINTERS = [
  '',
  '/',
  '/metadata',
  '/metadata/labels/app',
  '/metadata/annotations/__proto__',
  '/spec',
  '/spec/-',
  '/spec/containers/0',
  '/spec/containers/-1',
  '/spec/containers/99999999',
  '/__proto__/x',
  '/constructor/prototype',
  '/a~1b',
  '/a~2',
  '/data/a',
  '/metadata/managedFields',
  '/spec/containers/01',
  '//',
  'x',
]

function jsonPatch(random: Seeded): string {
  const operations = Array.from({ length: 1 + random.below(4) }, () => {
    const [path, from] = [random.pick(POINTERS), random.pick(POINTERS)]
    return `{"op":"${random.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'merge', ''])}","path":"${path}","from":"${from}","value":${random.pick(hostileJson)}}`
  })
  return `[${operations.join(',')}]`
}

function patch(random: Seeded): FuzzRequest {
  const sample = random.pick(samples)
  const name = `fuzz-${random.below(NAMES)}`
  const type = random.pick(PATCH_TYPES)
  const isApply = type.includes('apply')
  const isWrong = random.once(20)
  const body = isWrong
    ? random.pick(hostileJson)
    : type.includes('json-patch')
      ? jsonPatch(random)
      : named(sample, random, name)
  const query = isApply
    ? `?fieldManager=${random.pick(['a', 'b', ''])}&force=${random.pick(['true', 'false', 'x'])}`
    : ''
  return {
    method: 'PATCH',
    target: `${collection(sample, random)}/${name}${query}`,
    headers: [['content-type', type]],
    body,
  }
}

function oddHeaders(random: Seeded): FuzzRequest {
  const sample = random.pick(samples)
  const odd = (): readonly [string, string] => {
    const text = decodeURIComponent(random.pick(hostileText).replaceAll(/%(?![2-7][0-9a-f])/gi, '')).replaceAll(
      /[^\x20-\x7e]/g,
      '',
    )
    return random.pick([
      ['accept', random.pick(ACCEPTS)],
      ['accept', random.pick(ACCEPTS)],
      ['accept', random.pick(ACCEPTS)],
      ['accept-encoding', random.pick(['gzip', 'br', 'gzip;q=0', '*', text])],
      ['impersonate-user', text],
      ['impersonate-group', text],
      ['impersonate-extra-__proto__', text],
      ['impersonate-uid', text],
      ['if-none-match', text],
      ['if-match', text],
      ['range', 'bytes=0-,1-,2-'],
      ['x-remote-user', 'system:admin'],
      ['x-forwarded-for', text],
      ['user-agent', text],
      ['audit-id', text],
      ['x-http-method-override', 'DELETE'],
      ['cookie', text],
      ['origin', text],
      ['kubectl-command', text],
      ['__proto__', text],
      ['constructor', text],
      ['content-encoding', 'gzip'],
      ['x-long', 'x'.repeat(random.below(8000))],
    ])
  }
  const target = random.once(3)
    ? random.pick(ROOTS)
    : random.once(2)
      ? collection(sample, random)
      : item(sample, random)
  return { method: 'GET', target, headers: Array.from({ length: 1 + random.below(3) }, odd), body: '' }
}

const HANDSHAKES: readonly (readonly (readonly [string, string])[])[] = [
  [
    ['upgrade', 'websocket'],
    ['sec-websocket-version', '13'],
    ['sec-websocket-key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ['sec-websocket-protocol', 'v5.channel.k8s.io'],
  ],
  [
    ['upgrade', 'SPDY/3.1'],
    ['x-stream-protocol-version', 'v4.channel.k8s.io'],
  ],
  [
    ['upgrade', 'websocket'],
    ['sec-websocket-key', 'short'],
  ],
  [['upgrade', 'websocket, SPDY/3.1']],
  [['upgrade', 'TLS/1.0']],
]
const STREAMS = ['exec?command=a', 'attach', 'portforward?ports=80', 'proxy/a', 'log?follow=true', 'status', 'x']

/** Wants to be something other than HTTP. Rare: the connection is gone afterwards. */
function handshake(random: Seeded): FuzzRequest {
  if (!random.once(30)) return plain(random)
  const target = `${item(random.pick(samples), random)}/${random.pick(STREAMS)}`
  const headers = [['connection', 'Upgrade'] as const, ...random.pick(HANDSHAKES)]
  return { method: random.pick(['GET', 'POST', 'GET']), target, headers, body: '' }
}

function subresource(random: Seeded): FuzzRequest {
  const sample = random.pick(samples)
  const method = random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
  const target = `${item(sample, random)}/${random.pick(SUBRESOURCES)}`
  const hasBody = method !== 'GET' && method !== 'DELETE'
  return {
    method,
    target,
    headers: [['content-type', method === 'PATCH' ? random.pick(PATCH_TYPES) : 'application/json']],
    body: hasBody ? named(sample, random, '') : '',
  }
}
