import { createHash, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import type { Chance, ContentRequest, RenderContent } from '../contract/content.ts'
import type { Release } from '../contract/release.ts'
import { keepGenerated } from './keep.ts'
import { keyFamilies } from './key-families.ts'

/** Chance that never comes again. */
function seeded(seed: number): Chance {
  let state = seed
  return {
    now: () => 1_700_000_000_000 + seed * 1000,
    randomBytes: (size) =>
      Uint8Array.from({ length: size }, () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) >> 8),
  }
}

const word = (chance: Chance): string => Buffer.from(chance.randomBytes(12)).toString('hex').slice(0, 20)
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const sum = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What a template makes of chance and values. */
type Template = (chance: Chance, values: JsonObject) => readonly string[]

function renderOf(template: Template, values: JsonObject): RenderContent {
  return async ({ chance, config }) => {
    const used = config ?? values
    const parts = template(chance as Chance, used)
    const manifest = parts.map((part, at) => `---\n# Source: web/templates/${at}.yaml\n${part}\n`).join('')
    return Promise.resolve({ chart: {}, config: used, manifest, hooks: [], crds: [], notes: '', warnings: [] })
  }
}

const request: ContentRequest = {
  name: 'web',
  namespace: 'shop',
  revision: 1,
  isUpgrade: false,
  previous: undefined,
  client: undefined,
}

const secret = (data: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: web # a word\nstringData:\n  password: ${data}`
const configMap = (text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  app.conf: |\n${text.replaceAll(/^/gm, '    ')}`
const workload = (annotation: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    metadata:\n      annotations:\n        checksum/config: ${annotation}`

/** Renders twice as two revisions; gives both manifests. */
async function revisions(first: Template, second: Template, values: readonly [JsonObject, JsonObject]) {
  const one = await keepGenerated(renderOf(first, values[0]), seeded(1))(request)
  const previous = { ...one, version: 1, hooks: [] } as unknown as Release
  const two = await keepGenerated(renderOf(second, values[1]), seeded(2))({ ...request, revision: 2, previous })
  return [one.manifest, two.manifest] as const
}

const same: readonly { name: string; template: Template }[] = [
  { name: 'a password', template: (chance) => [secret(word(chance))] },
  { name: 'a password in base64', template: (chance) => [secret(base64(word(chance)))] },
  { name: 'a time', template: (chance) => [secret(new Date(chance.now()).toISOString())] },
  {
    name: 'a password within a file, and the sum of the file',
    template: (chance) => {
      const text = `user=web\npassword=${word(chance)}\nport=80`
      return [configMap(text), workload(sum(text))]
    },
  },
  { name: 'a key of a map', template: (chance) => [`kind: Secret\nmetadata: {name: a}\ndata:\n  k${word(chance)}: x`] },
  { name: 'a name', template: (chance) => [`apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: job-${word(chance)}`] },
]

test.for(same)('kept: $name', async ({ template }) => {
  const [one, two] = await revisions(template, template, [{}, {}])
  expect(two).toBe(one)
})

test('a render that asks for no chance is done once', async () => {
  let renders = 0
  const render: RenderContent = (asked) => {
    renders++
    return renderOf(() => [secret('fixed')], {})(asked)
  }
  await keepGenerated(render, seeded(1))({ ...request, previous: {} as Release })
  expect(renders).toBe(1)
})

test('what is made of a value that changes is made anew', async () => {
  const template: Template = (chance, { password = '' }) => {
    const [salt, key] = [word(chance), word(chance)]
    return [secret(`${salt}${sum(`${salt}${JSON.stringify(password)}`)}`), workload(key)]
  }
  const [one, two] = await revisions(template, template, [{ password: 'a' }, { password: 'b' }])
  const [secretOne, workloadOne] = one.split('---\n').slice(1)
  const [secretTwo, workloadTwo] = two.split('---\n').slice(1)
  expect(secretTwo).not.toBe(secretOne)
  expect(workloadTwo).toBe(workloadOne)
})

test('a file that changes around a password keeps the password', async () => {
  const template =
    (port: string): Template =>
    (chance) => {
      const key = word(chance)
      return [secret(key), configMap(`password=${key}\nport=${port}`)]
    }
  const [one, two] = await revisions(template('80'), template('81'), [{}, {}])
  const password = /password=(.*)/.exec(one)?.[1] ?? ''
  expect(two).toContain(`password=${password}`)
  expect(two).toContain('port=81')
})

test('a sum changes with the file that it is of', async () => {
  const template =
    (port: string): Template =>
    (chance) => {
      const text = `password=${word(chance)}\nport=${port}`
      return [configMap(text), workload(sum(text))]
    }
  const [one, two] = await revisions(template('80'), template('81'), [{}, {}])
  const digest = /checksum\/config: (.*)/
  expect(digest.exec(two)?.[1]).not.toBe(digest.exec(one)?.[1])
})

test('what is made of a kept word and of a value that changes goes with the word', async () => {
  const template: Template = (chance, { user = '' }) => {
    const key = chance.remember?.(() => word(chance)) ?? ''
    return [secret(key), configMap(`hash=${sum(`${JSON.stringify(user)}${key}`)}`)]
  }
  const [one, two] = await revisions(template, template, [{ user: 'a' }, { user: 'b' }])
  const key = /password: (.*)/.exec(one)?.[1] ?? ''
  expect(two).toContain(`password: ${key}`)
  expect(two).toContain(`hash=${sum(`"b"${key}`)}`)
})

test('keys and certificates are kept together or not at all', async () => {
  const pem = (kind: string, text: string): string =>
    base64(`-----BEGIN ${kind}-----\n${base64(text)}\n-----END ${kind}-----\n`)
  const template: Template = (chance, { host = '' }) => {
    const key = word(chance)
    const certificate = pem('CERTIFICATE', `${key}${JSON.stringify(host)}`)
    return [`kind: Secret\nmetadata: {name: a}\ndata:\n  key: ${pem('RSA PRIVATE KEY', key)}\n  crt: ${certificate}`]
  }
  const same = await revisions(template, template, [{ host: 'a' }, { host: 'a' }])
  expect(same[1]).toBe(same[0])
  const [one, two] = await revisions(template, template, [{ host: 'a' }, { host: 'b' }])
  expect(/key: (.*)/.exec(two)?.[1]).not.toBe(/key: (.*)/.exec(one)?.[1])
})

test('in a file that changes, a time on a line of its own stays', async () => {
  const template: Template = (chance, { port = '' }) => [configMap(`at=${chance.now()}\nport=${JSON.stringify(port)}`)]
  const [one, two] = await revisions(template, template, [{ port: 'a' }, { port: 'b' }])
  expect(/at=.*/.exec(two)?.[0]).toBe(/at=.*/.exec(one)?.[0])
  expect(two).toContain('port="b"')
})

test('a sum of what no value has changed stays, though another file changes', async () => {
  const template: Template = (chance, { port = '' }) => {
    const key = word(chance)
    const certificate = `${key}${chance.now()}`
    return [secret(certificate), configMap(`port=${JSON.stringify(port)}`), workload(sum(certificate))]
  }
  const [one, two] = await revisions(template, template, [{ port: 'a' }, { port: 'b' }])
  const digest = /checksum\/config: (.*)/
  expect(digest.exec(two)?.[1]).toBe(digest.exec(one)?.[1])
})

test('bytes that are asked for behind a text are the same in a repetition', async () => {
  const template: Template = (chance, { port = '' }) => {
    const key = chance.remember?.(() => word(chance)) ?? ''
    return [secret(key), configMap(`port=${JSON.stringify(port)}`), workload(`x${word(chance)}`)]
  }
  const [one, two] = await revisions(template, template, [{ port: 'a' }, { port: 'b' }])
  const salt = /checksum\/config: (.*)/
  expect(salt.exec(two)?.[1]).toBe(salt.exec(one)?.[1])
})

const usersOf = ({ users = [] }: JsonObject): readonly string[] => users as readonly string[]

const moving: readonly { name: string; template: Template; find: (user: string) => RegExp }[] = [
  {
    name: 'an object of its own',
    template: (chance, values) =>
      usersOf(values).map((user) => `kind: Secret\nmetadata: {name: ${user}}\nstringData: {p: ${word(chance)}}`),
    find: (user) => new RegExp(`name: ${user}\\W[^]*?p: (\\w+)`),
  },
  {
    name: 'objects of one template',
    template: (chance, values) => [
      usersOf(values)
        .map((user) => `kind: Secret\nmetadata: {name: ${user}}\nstringData: {p: ${word(chance)}}`)
        .join('\n---\n# Source: web/templates/0.yaml\n'),
    ],
    find: (user) => new RegExp(`name: ${user}\\W[^]*?p: (\\w+)`),
  },
  {
    name: 'an item of a list',
    template: (chance, values) => [
      `kind: X\nmetadata: {name: x}\nenv:${usersOf(values)
        .map((user) => `\n- name: ${user}\n  value: ${word(chance)}`)
        .join('')}`,
    ],
    find: (user) => new RegExp(`name: ${user}\\s+value: (\\w+)`),
  },
  {
    name: 'a key',
    template: (chance, values) => [
      `kind: Secret\nmetadata: {name: x}\ndata:${usersOf(values)
        .map((user) => `\n  ${user}: ${base64(word(chance))}`)
        .join('')}`,
    ],
    find: (user) => new RegExp(`${user}: (\\S+)`),
  },
  {
    name: 'a line of a file',
    template: (chance, values) => [
      configMap(
        usersOf(values)
          .map((user) => `${user}=${word(chance)}`)
          .join('\n'),
      ),
    ],
    find: (user) => new RegExp(`${user}=(\\w+)`),
  },
]

test.for(moving)('whoever comes before it, a word stays with its name: $name', async ({ template, find }) => {
  const [one, two] = await revisions(template, template, [{ users: ['bob', 'carol'] }, { users: ['alice', 'bob'] }])
  expect(find('bob').exec(one)?.[1]).toMatch(/../)
  expect(find('bob').exec(two)?.[1]).toBe(find('bob').exec(one)?.[1])
  const words = [find('bob').exec(one)?.[1], find('carol').exec(one)?.[1]]
  expect(words).not.toContain(find('alice').exec(two)?.[1])
})

test('a file that gains a line keeps the words in the others', async () => {
  const template =
    (lines: string): Template =>
    (chance) => [configMap(`${lines}\ntoken=${word(chance)}`)]
  const [one, two] = await revisions(template('a=1'), template('a=1\nb=2'), [{}, {}])
  expect(/token=.*/.exec(two)?.[0]).toBe(/token=.*/.exec(one)?.[0])
})

test('keys belong together with what holds the same key', () => {
  const pair = (): readonly [string, string] => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    return [secret, publicKey.export({ type: 'spki', format: 'pem' }) as string]
  }
  const [[secret, open], [other]] = [pair(), pair()]
  const [one, two, three] = keyFamilies([secret, other, `x\n${open}`])
  expect([one === three, one === two]).toEqual([true, false])
  expect(new Set(keyFamilies([secret, other, '-----BEGIN X-----\nnothing\n-----END X-----'])).size).toBe(1)
})
