import type { WasmMemory } from './engine.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A plugin's own memory, as the functions of WASI see it. It may grow: a view is made for each access. */
export class GuestMemory {
  #memory: WasmMemory | undefined

  /** Binds the memory that the module exports. */
  bind(memory: WasmMemory | undefined): void {
    this.#memory = memory
  }

  get view(): DataView {
    return new DataView(this.#buffer)
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#buffer, address >>> 0, length >>> 0)
  }

  text(address: number, length: number): string {
    return decoder.decode(this.bytes(address, length))
  }

  setWord(address: number, value: number): void {
    this.view.setUint32(address >>> 0, value, true)
  }

  setLong(address: number, value: bigint): void {
    this.view.setBigUint64(address >>> 0, value, true)
  }

  /** The pieces that a list of `iovec` names. */
  pieces(address: number, count: number): Uint8Array[] {
    const { view } = this
    return Array.from({ length: count >>> 0 }, (_, index) => {
      const at = (address >>> 0) + index * 8
      return this.bytes(view.getUint32(at, true), view.getUint32(at + 4, true))
    })
  }

  /** Writes texts, each ended by a zero, and a list of their addresses. */
  putTexts(list: number, buffer: number, texts: readonly string[]): void {
    let at = buffer >>> 0
    for (const [index, text] of texts.entries()) {
      const bytes = encoder.encode(`${text}\0`)
      this.setWord(list + index * 4, at)
      this.bytes(at, bytes.length).set(bytes)
      at += bytes.length
    }
  }

  get #buffer(): ArrayBuffer {
    if (this.#memory === undefined) throw new Error('module exports no memory')
    return this.#memory.buffer
  }
}

/** How many bytes texts take with the zeros that end them. */
export function textBytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + encoder.encode(text).length + 1, 0)
}
