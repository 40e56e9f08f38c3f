import { expect, test } from 'vitest'
import { encryptedStore, formatKey, openMemoryStore, parseKeyFile } from '../index.ts'
import { bytesOf, codeOf, textOf } from '../test/harness.ts'

const one = { name: 'one', secret: new Uint8Array(32).fill(1) }
const two = { name: 'two', secret: new Uint8Array(32).fill(2) }
const secret = '/registry/core/secrets/ns/a'
const plain = '/registry/core/configmaps/ns/a'

test('secrets are unreadable below, other values are as they were', async () => {
  const inner = openMemoryStore()
  const store = encryptedStore(inner, { keys: [one] })
  await store.write(secret, bytesOf('hush'), 0)
  await store.write(plain, bytesOf('loud'), 0)
  expect(textOf((await inner.get(secret))?.value)).not.toContain('hush')
  expect(textOf((await inner.get(plain))?.value)).toBe('loud')
  expect(textOf((await store.get(secret))?.value)).toBe('hush')
})

test('the same value is never stored alike twice', async () => {
  const inner = openMemoryStore()
  const store = encryptedStore(inner, { keys: [one] })
  const first = await store.write(secret, bytesOf('hush'), 0)
  const before = await inner.get(secret)
  await store.write(secret, bytesOf('hush'), first)
  expect((await inner.get(secret))?.value).not.toEqual(before?.value)
})

test('a plain value that looks like a frame comes back as it was', async () => {
  const store = encryptedStore(openMemoryStore(), { keys: [one] })
  for (const [at, bytes] of [[0], [0, 1], [0, 2, 3], [0, 2, 3, 111, 110, 101]].entries()) {
    await store.write(`/k/${at}`, Uint8Array.from(bytes), 0)
    expect([...((await store.get(`/k/${at}`))?.value ?? [])]).toEqual(bytes)
  }
})

test('what was written before encryption is read, and written again by rotation', async () => {
  const inner = openMemoryStore()
  await inner.write(secret, bytesOf('hush'), 0)
  const store = encryptedStore(inner, { keys: [one] })
  expect(textOf((await store.get(secret))?.value)).toBe('hush')
  expect(await store.rewrite()).toBe(1)
  expect(textOf((await inner.get(secret))?.value)).not.toContain('hush')
})

test('rotation writes all under the newest key, after which the old one is not needed', async () => {
  const inner = openMemoryStore()
  for (let at = 0; at < 450; at++)
    await encryptedStore(inner, { keys: [one] }).write(`${secret}${at}`, bytesOf(`${at}`), 0)
  expect(await encryptedStore(inner, { keys: [two, one] }).rewrite()).toBe(450)
  const store = encryptedStore(inner, { keys: [two] })
  expect(await store.rewrite()).toBe(0)
  const texts = (await store.list('')).entries.map((entry) => textOf(entry.value))
  expect(new Set(texts)).toEqual(new Set(Array.from({ length: 450 }, (_, at) => `${at}`)))
})

test('a watch tells what was meant', async () => {
  const store = encryptedStore(openMemoryStore(), { keys: [one] })
  await store.write(secret, bytesOf('2'), await store.write(secret, bytesOf('1'), 0))
  const stop = new AbortController()
  for await (const change of store.watch('/', 1, stop.signal)) {
    expect([textOf(change.value), textOf(change.previous)]).toEqual(['2', '1'])
    stop.abort()
  }
})

test('a value that was changed, moved, cut or whose key is lost is corrupted', async () => {
  const inner = openMemoryStore()
  const store = encryptedStore(inner, { keys: [one] })
  await store.write(secret, bytesOf('hush'), 0)
  const stored = (await inner.get(secret))?.value ?? new Uint8Array()
  const flipped = Uint8Array.from(stored, (byte, at) => (at === stored.length - 20 ? byte ^ 1 : byte))
  const rows = [flipped, stored, stored.subarray(0, 20), Uint8Array.of(0, 9)]
  for (const [at, bytes] of rows.entries()) {
    await inner.write(`${secret}/${at}`, bytes, 0)
    expect(await codeOf(store.get(`${secret}/${at}`))).toBe('corrupted')
  }
  expect(await codeOf(encryptedStore(inner, { keys: [two] }).get(secret))).toBe('corrupted')
})

test('a key file names keys in order, and its faults by line', () => {
  const text = `# keys\n${formatKey(two)}\n${formatKey(one)}`
  expect(parseKeyFile(text).map((key) => key.name)).toEqual(['two', 'one'])
  expect(parseKeyFile(text)[1]?.secret).toEqual(Buffer.from(one.secret))
  for (const [bad, where] of [
    ['', 'has no key'],
    ['one:short', 'key file:1'],
    [`${formatKey(one)}${formatKey(one)}`, 'key file:2'],
    ['# x\n:AAAA', 'key file:2'],
  ] as const) {
    expect(() => parseKeyFile(bad)).toThrow(where)
  }
})
