/** What a module may import: functions of words of 32 bits (`number`) and 64 bits (`bigint`). */
export type HostFunctions = Readonly<Record<string, (...words: never[]) => number | bigint | undefined | void>>

/** A memory that may grow: then its buffer is another one. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
}

/** What a module exports. */
export type WasmExports = Readonly<Record<string, unknown>>

interface Engine {
  readonly Module: {
    new (bytes: Uint8Array): object
    imports(module: object): readonly { readonly module: string; readonly name: string }[]
  }
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, HostFunctions>>,
  ) => { readonly exports: WasmExports }
  readonly RuntimeError: new () => Error
}

/** The engine of this process, as far as it is used; the compiler's library describes it only beside a browser's. */
export const engine: Engine = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly
