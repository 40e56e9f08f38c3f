/** The first address that is given out: 0 means nothing. */
const START = 16
const PAGE_BYTES = 65_536

/**
 * The memory that Extism's host keeps for a plugin beside the plugin's own: blocks by their address. What is read outside of a
 * block is 0, what is written there is dropped. Source: extism.org, EIP-007, the runtime kernel.
 */
export class HostMemory {
  readonly #limitBytes: number
  #bytes = new Uint8Array(PAGE_BYTES)
  #next = START
  /** Lengths by address. */
  readonly #blocks = new Map<number, number>()
  /** Addresses that are free again, by length. */
  readonly #free = new Map<number, number[]>()

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** A new block of zeros; 0 where there is no room. */
  alloc(length: number): number {
    if (length === 0) return 0
    const address = this.#free.get(length)?.pop() ?? this.#extend(length)
    if (address === 0) return 0
    this.#blocks.set(address, length)
    this.#bytes.fill(0, address, address + length)
    return address
  }

  #extend(length: number): number {
    const end = this.#next + length
    if (end > this.#limitBytes) return 0
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.min(this.#limitBytes, Math.max(end, this.#bytes.length * 2)))
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    const address = this.#next
    this.#next = Math.ceil(end / 8) * 8
    return address
  }

  free(address: number): void {
    const length = this.#blocks.get(address)
    if (length === undefined) return
    this.#blocks.delete(address)
    const others = this.#free.get(length)
    if (others === undefined) this.#free.set(length, [address])
    else others.push(address)
  }

  /** The length of the block that begins at an address; 0 where none does. */
  lengthOf(address: number): number {
    return this.#blocks.get(address) ?? 0
  }

  /** A copy of a block. */
  read(address: number, length = this.lengthOf(address)): Uint8Array {
    return this.#bytes.slice(address, Math.min(address + length, this.#next))
  }

  /** A new block with these bytes; 0 for none, and where there is no room. */
  put(bytes: Uint8Array): number {
    const address = this.alloc(bytes.length)
    if (address !== 0) this.#bytes.set(bytes, address)
    return address
  }

  byteAt(address: number): number {
    return address < this.#next ? (this.#bytes[address] ?? 0) : 0
  }

  setByte(address: number, value: number): void {
    if (address >= START && address < this.#next) this.#bytes[address] = value
  }

  wordAt(address: number): bigint {
    if (address + 8 > this.#bytes.length) return 0n
    return new DataView(this.#bytes.buffer).getBigUint64(address, true)
  }

  setWord(address: number, value: bigint): void {
    if (address < START || address + 8 > this.#bytes.length) return
    new DataView(this.#bytes.buffer).setBigUint64(address, value, true)
  }

  /** How many bytes are given out. */
  get usedBytes(): number {
    return this.#next
  }
}
