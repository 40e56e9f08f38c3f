import { expect, test } from 'vitest'
import type { Wasm } from '../plugin.ts'
import { globPattern } from './glob.ts'
import { createHost, type FetchNow, type Host } from './host.ts'

const runtime: Wasm = {
  kind: 'extism/v1',
  file: '',
  entry: 'main',
  config: { greeting: 'hello' },
  allowedHosts: ['*.example.com'],
  hostFunctions: [],
  hasTempFolder: false,
  maxPages: 1,
  maxHttpBytes: 0,
  maxVarBytes: 100,
  timeoutMs: 0,
}

const answering: FetchNow = ({ url }) => ({ status: 201, headers: { at: url }, body: btoa('answer') })
const host = (): Host => createHost(runtime, new TextEncoder().encode('input'), answering)

const call = (from: Host, name: string, ...words: (bigint | number)[]): bigint =>
  BigInt((from.imports[name] as (...words: unknown[]) => bigint | number | undefined)(...words) ?? 0)

function put(into: Host, text: string): bigint {
  const address = call(into, 'alloc', BigInt(text.length))
  for (const [at, letter] of [...text].entries()) {
    call(into, 'store_u8', address + BigInt(at), letter.charCodeAt(0))
  }
  return address
}

function textAt(from: Host, address: bigint): string {
  const length = Number(call(from, 'length', address))
  return Array.from({ length }, (_, at) =>
    String.fromCharCode(Number(call(from, 'load_u8', address + BigInt(at)))),
  ).join('')
}

test('what a plugin reads and leaves', () => {
  const one = host()
  expect(textAt(one, call(one, 'input_offset'))).toBe('input')
  expect(call(one, 'input_load_u8', 4n)).toBe(BigInt('t'.charCodeAt(0)))
  expect(call(one, 'input_load_u8', 5n)).toBe(0n)
  const address = put(one, 'output')
  call(one, 'output_set', address, 3n)
  expect(Buffer.from(one.output()).toString()).toBe('out')
  call(one, 'error_set', put(one, 'broken'))
  expect(one.error()).toBe('broken')
})

test('memory has an end, and what is freed is given out again', () => {
  const one = host()
  expect(call(one, 'alloc', 65_536n)).toBe(0n)
  const address = call(one, 'alloc', 1000n)
  call(one, 'free', address)
  expect(call(one, 'length', address)).toBe(0n)
  expect(call(one, 'alloc', 1000n)).toBe(address)
  call(one, 'store_u64', 1n << 40n, 1n)
  expect(call(one, 'load_u64', 1n << 40n)).toBe(0n)
})

test('settings and variables', () => {
  const one = host()
  expect(textAt(one, call(one, 'config_get', put(one, 'greeting')))).toBe('hello')
  expect(call(one, 'config_get', put(one, '__proto__'))).toBe(0n)
  call(one, 'var_set', put(one, 'name'), put(one, 'value'))
  expect(textAt(one, call(one, 'var_get', put(one, 'name')))).toBe('value')
  call(one, 'var_set', put(one, 'name'), 0n)
  expect(call(one, 'var_get', put(one, 'name'))).toBe(0n)
  expect(() => call(one, 'var_set', put(one, 'big'), put(one, 'x'.repeat(90)))).toThrow(/full/)
})

test('only hosts that are allowed are asked', () => {
  const one = host()
  const ask = (url: string): bigint => call(one, 'http_request', put(one, JSON.stringify({ url })), 0n)
  expect(textAt(one, ask('https://a.example.com/x'))).toBe('answer')
  expect(call(one, 'http_status_code')).toBe(201n)
  expect(textAt(one, call(one, 'http_headers'))).toContain('a.example.com')
  expect(() => ask('https://example.org/')).toThrow(/not allowed/)
  expect(() => ask('nonsense')).toThrow(/invalid url/)
})

test.each([
  ['*.example.com', 'a.b.example.com', true],
  ['*.example.com', 'example.com', false],
  ['{a,b}.org', 'b.org', true],
  ['a.org', 'axorg', false],
  ['127.*', '127.0.0.1', true],
  ['[', '[', false],
])('%s against %s', (pattern, name, wanted) => {
  expect(globPattern(pattern).test(name)).toBe(wanted)
})
