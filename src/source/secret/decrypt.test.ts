import { createCipheriv, createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { beforeAll, describe, expect, test } from 'vitest'
import { decryptDocuments } from './decrypt.ts'
import { decryptValues } from './values.ts'

// An encryptor written from the description of the format, so that no program is needed: sops.go, aes/cipher.go.

type Leaf = string | number | boolean | null
type Tree = Leaf | readonly Tree[] | { readonly [key: string]: Tree }

const dataKey = Buffer.alloc(32, 7)
const lastmodified = '2026-01-02T03:04:05Z'
let identity = ''
let other = ''
let recipient = ''
let enc = ''

/** Keys made for this test, and the data key as age 1.1.1 encrypts it for them. */
const sshRows = JSON.parse(readFileSync('fixtures/source/age-ssh-keys.json', 'utf8')) as readonly {
  readonly kind: string
  readonly key: string
  readonly enc: string
}[]

beforeAll(async () => {
  identity = await generateX25519Identity()
  other = await generateX25519Identity()
  recipient = await identityToRecipient(identity)
  enc = await wrap(dataKey)
})

async function wrap(key: Uint8Array): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return armor.encode(await encrypter.encrypt(key))
}

const TYPES = { string: 'str', boolean: 'bool', number: 'int' } as const

function plainText(value: Exclude<Leaf, null>): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'string'
    ? value
    : value.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 17 })
}

function seal(text: string, additionalData: string, type: string): string {
  if (text === '') return ''
  const iv = createHash('sha256').update(`${additionalData}${text}`).digest()
  const cipher = createCipheriv('aes-256-gcm', dataKey, iv)
  cipher.setAAD(Buffer.from(additionalData))
  const data = Buffer.concat([cipher.update(text), cipher.final()])
  const parts = [data, iv, cipher.getAuthTag()].map((part) => part.toString('base64'))
  return `ENC[AES256_GCM,data:${parts[0]},iv:${parts[1]},tag:${parts[2]},type:${type}]`
}

interface Recipe {
  readonly isEncrypted?: (path: readonly string[]) => boolean
  readonly block?: Readonly<Record<string, unknown>>
  readonly start?: Uint8Array
}

function encrypt(values: Tree, { isEncrypted = () => true, block = {}, start }: Recipe = {}): Record<string, unknown> {
  const hash = createHash('sha512')
  if (start !== undefined) hash.update(start)
  const walk = (value: Tree, path: readonly string[]): unknown => {
    if (value === null) return null
    if (Array.isArray(value)) return value.map((item: Tree) => walk(item, path))
    if (typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item as Tree, [...path, key])]))
    }
    const encrypts = isEncrypted(path)
    if (encrypts || start === undefined) hash.update(plainText(value))
    const type = typeof value === 'number' && !Number.isInteger(value) ? 'float' : TYPES[typeof value as 'string']
    return encrypts ? seal(plainText(value), `${path.join(':')}:`, type) : value
  }
  const body = walk(values, []) as Record<string, unknown>
  const mac = seal(hash.digest('hex').toUpperCase(), lastmodified, 'str')
  const sops = { age: [{ recipient, enc }], lastmodified, mac, version: '3.9.0', ...block }
  return { ...body, sops }
}

const places = (environment = {}) => ({ file: 's.yaml', environment, home: '/nowhere', platform: 'linux' as const })
const open = (text: string, environment: object = { SOPS_AGE_KEY: identity }) =>
  decryptDocuments(text, places(environment))
const plain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, item]) => [key, plain(item)])) : value

const deepPlain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, item]) => [key, deepPlain(item)])) : value

const values = { a: 'text', b: { c: 1, d: 1.5, e: true, f: false, g: '', n: null }, 'k:l': ['x', 2, '日本'] }
const underscore = (path: readonly string[]): boolean => !path.some((key) => key.endsWith('_unencrypted'))
const MAC_ONLY = Buffer.from('8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69', 'hex')

describe('what sops encrypted', () => {
  test.each<readonly [string, Tree, Recipe]>([
    ['with every type', values, {}],
    ['in the order of its keys', { b: 'x', a: 'y', '2': 'z', '1': 'w' }, {}],
    ['but for a suffix', { a: 'x', b_unencrypted: { c: 12, d: 1e21, e: 1e-7, f: true } }, { isEncrypted: underscore }],
    [
      'for a suffix only',
      { a: 'x', b_secret: 'y' },
      { isEncrypted: ([key]) => key === 'b_secret', block: { encrypted_suffix: '_secret' } },
    ],
    [
      'for a pattern only',
      { data: { x: 'y' }, a: 'b' },
      { isEncrypted: ([key]) => key === 'data', block: { encrypted_regex: '^(data|stringData)$' } },
    ],
    [
      'but for a pattern',
      { meta: 1, a: 'b' },
      { isEncrypted: ([key]) => key === 'a', block: { unencrypted_regex: '^meta' } },
    ],
    [
      'as comments say',
      { a: 'b', c: 'd' },
      { isEncrypted: ([key]) => key === 'a', block: { encrypted_comment_regex: 'enc' } },
    ],
    [
      'with a MAC of those alone',
      { a: 'b', c_unencrypted: 'd' },
      { isEncrypted: underscore, block: { mac_only_encrypted: true }, start: MAC_ONLY },
    ],
  ])('%s', async (_, tree, recipe) => {
    const text = JSON.stringify(encrypt(tree, recipe), undefined, '\t')
    expect((await open(text))?.map(plain)).toEqual([tree])
  })

  test('as YAML, with integers that a float cannot hold', async () => {
    const hash = createHash('sha512').update('9007199254740993').digest('hex').toUpperCase()
    const { sops } = encrypt({}) as { sops: object }
    const block = JSON.stringify({ ...sops, mac: seal(hash, lastmodified, 'str') })
    expect(await open(`big_unencrypted: 9007199254740993\nsops: ${block}\n`)).toHaveLength(1)
  })

  test('for shares of two groups', async () => {
    // A line through the key at 0: shares are key ^ x·slope in GF(2^8), here with a slope of 1.
    const share = (place: number): Uint8Array => Uint8Array.from([...dataKey.map((byte) => byte ^ place), place])
    const groups = await Promise.all(
      [1, 2, 3].map(async (at) => ({ age: [{ recipient, enc: await wrap(share(at)) }] })),
    )
    groups[1] = { age: [] }
    const block = { age: [], key_groups: groups, shamir_threshold: 2 }
    expect((await open(JSON.stringify(encrypt(values, { block }))))?.map(plain)).toEqual([values])
  })

  test('in several documents, merged as the level merges them', async () => {
    const hash = createHash('sha512').update('12').digest('hex').toUpperCase()
    const { sops } = encrypt({}) as { sops: object }
    const block = JSON.stringify({ ...sops, mac: seal(hash, lastmodified, 'str') })
    const text = [seal('1', 'a:', 'int'), seal('2', 'a:', 'int')].map((a) => `a: ${a}\nsops: ${block}\n`).join('---\n')
    const request = places({ SOPS_AGE_KEY: identity })
    expect(plain(await decryptValues(text, { ...request, compat: 'helm4' }))).toEqual({ a: 2 })
    expect(plain(await decryptValues(text, { ...request, compat: 'helm3' }))).toEqual({ a: 1 })
  })

  test('for a key that a command prints for the recipient', async () => {
    const program = `process.stdout.write(process.env.SOPS_AGE_RECIPIENT === '${recipient}' ? '${identity}' : 'no')`
    const environment = { SOPS_AGE_KEY_CMD: `'${process.execPath}' -e "${program}"` }
    expect((await open(JSON.stringify(encrypt(values)), environment))?.map(plain)).toEqual([values])
  })

  test('for a good key beside places that cannot be read', async () => {
    const environment = { SOPS_AGE_KEY: identity, SOPS_AGE_KEY_FILE: '/nowhere/keys' }
    expect(await open(JSON.stringify(encrypt(values)), environment)).toHaveLength(1)
  })

  test.each(sshRows)('for a key of SSH, $kind', async ({ key, enc: other }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'berth-keys-')), 'key')
    writeFileSync(file, key)
    const block = { age: [{ recipient: 'ssh', enc: other }] }
    const text = JSON.stringify(encrypt(values, { block }))
    expect((await open(text, { SOPS_AGE_SSH_PRIVATE_KEY_FILE: file }))?.map(plain)).toEqual([values])
    rmSync(dirname(file), { recursive: true })
  })

  test.each([
    ['s.txt', { a: { b: 'c' } }],
    ['s.yaml', { data: 'a: {b: c}\n' }],
    ['s.json', { data: 'a: {b: c}\n' }],
    ['-', { data: 'a: {b: c}\n' }],
  ])('as a whole, by the name %s', async (file, expected) => {
    const text = JSON.stringify(encrypt({ data: 'a: {b: c}\n' }))
    const found = await decryptValues(text, { ...places({ SOPS_AGE_KEY: identity }), file })
    expect(deepPlain(found)).toEqual(expected)
  })

  test('as a whole that is no map, without a word of it', async () => {
    const request = { ...places({ SOPS_AGE_KEY: identity }), file: 's.txt' }
    const failing = decryptValues(JSON.stringify(encrypt({ data: 'hush' })), request)
    await expect(failing).rejects.toMatchObject({ code: 'bad-yaml', message: expect.not.stringContaining('hush') })
  })

  test.each(['a: 1', 'sops: {image: x}', 'sops: [', '{"sops": {"mac": "x"}}'])('is not %j', async (text) => {
    expect(await open(text)).toBeUndefined()
  })
})

describe('is refused', () => {
  const text = (): string => JSON.stringify(encrypt(values))
  test.each<readonly [string, () => string, () => object, string]>([
    ['without a key', text, () => ({}), 'no-key'],
    ['with the key of somebody else', text, () => ({ SOPS_AGE_KEY: other }), 'no-key'],
    ['with a file of keys that is not there', text, () => ({ SOPS_AGE_KEY_FILE: '/nowhere/keys' }), 'no-key'],
    ['with something that is no key', text, () => ({ SOPS_AGE_KEY: 'AGE-SECRET-KEY-1lower' }), 'no-key'],
    ['with a key whose sum is wrong', text, () => ({ SOPS_AGE_KEY: identity.slice(0, -1) }), 'no-key'],
    ['with a file of keys behind a passphrase', text, () => ({ SOPS_AGE_KEY: '-----BEGIN AGE ENC' }), 'no-key'],
    ['with a command that fails', text, () => ({ SOPS_AGE_KEY_CMD: 'false' }), 'no-key'],
    ['with a command of odd quotes', text, () => ({ SOPS_AGE_KEY_CMD: "echo 'x" }), 'no-key'],
    ['with a command that is not there', text, () => ({ SOPS_AGE_KEY_CMD: '/nowhere/keys' }), 'no-key'],
    ['without its MAC', () => JSON.stringify(encrypt(values, { block: { mac: '' } })), ours, 'bad-secret'],
    [
      'without the time of its MAC',
      () => JSON.stringify(encrypt(values, { block: { lastmodified: '' } })),
      ours,
      'bad-secret',
    ],
    ['as dotenv', () => 'A=ENC[AES256_GCM,data:x]\nsops_mac=ENC[AES256_GCM,data:x]\n', ours, 'unsupported'],
    ['as INI', () => '[a]\nb = c\n\n[sops]\nage = x\nmac  = ENC[AES256_GCM,data:x]\n', ours, 'unsupported'],
    ['for pgp only', () => JSON.stringify(encrypt(values, { block: { age: [], pgp: [{ fp: 'x' }] } })), ours, 'no-key'],
    ['with a value of another place', () => text().replace('"a":', '"z":'), ours, 'bad-secret'],
    [
      'with a changed value',
      () => text().replace(/data:(.)/, (_, first) => `data:${first === 'A' ? 'B' : 'A'}`),
      ours,
      'bad-secret',
    ],
    [
      'with a value less',
      () => {
        const { a: _, ...rest } = encrypt(values)
        return JSON.stringify(rest)
      },
      ours,
      'bad-secret',
    ],
    ['with a plain value', () => JSON.stringify({ ...encrypt(values), a: 'plain' }), ours, 'bad-secret'],
    ['with a plain number', () => JSON.stringify({ ...encrypt(values), a: 1 }), ours, 'bad-secret'],
    ['with a changed time', () => text().replace(lastmodified, '2026-01-02T03:04:06Z'), ours, 'bad-secret'],
    [
      'with two rules',
      () => JSON.stringify(encrypt(values, { block: { encrypted_regex: 'a', encrypted_suffix: 'b' } })),
      ours,
      'bad-secret',
    ],
    [
      'with a pattern that is none',
      () => JSON.stringify(encrypt(values, { block: { encrypted_regex: '(' } })),
      ours,
      'bad-secret',
    ],
  ])('%s', async (...[, secret, environment, code]) => {
    await expect(open(secret(), environment())).rejects.toMatchObject({ code })
  })

  test('with the place of the value, and nothing of what it holds', async () => {
    const broken = `a: ${seal('text', 'b:', 'str')}\nsops: ${JSON.stringify(encrypt({ a: 'text' })['sops'])}\n`
    const position = { file: 's.yaml', line: 1, column: 4 }
    await expect(open(broken)).rejects.toMatchObject({ position, message: expect.not.stringContaining('text') })
  })
})

function ours(): object {
  return { SOPS_AGE_KEY: `# ours\n${other} ${identity}` }
}
