/** The value that write `number` to `key` puts: its length and every byte follow from both, so that a half of it shows. */
export function valueOf(key: string, number: number): Buffer {
  const head = `${key}#${number}#`
  const length = 600 + ((number * 7919 + key.length * 31) % 1500)
  return Buffer.from(head.repeat(Math.ceil(length / head.length)).slice(0, length))
}

/** Number of the write that put a value; undefined when no write puts these bytes at this key. */
export function numberOf(key: string, value: Uint8Array): number | undefined {
  const text = Buffer.from(value).toString()
  const number = Number(text.slice(key.length + 1, text.indexOf('#', key.length + 1)))
  return valueOf(key, number).equals(value) ? number : undefined
}
