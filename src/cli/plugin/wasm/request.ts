import type { Wasm } from '../plugin.ts'

/** What a WebAssembly plugin is run with; it crosses to a process of its own as JSON. */
export interface WasmRequest {
  readonly runtime: Wasm
  /** What the plugin reads as its input. */
  readonly input: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** What became of it. */
export interface WasmAnswer {
  /** What the function returned. */
  readonly exitCode: number
  readonly output: string
  /** Set when it broke: a trap, an error that it reported, a module that does not fit; with what stands before it. */
  readonly error?: string
}

/** An HTTP request of a plugin, as Extism's `http_request` has it. */
export interface WasmFetch {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** Base64; undefined for none. */
  readonly body: string | undefined
  readonly limitBytes: number
}

/** What the server said. */
export interface WasmFetched {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Base64. */
  readonly body: string
  /** Set when there was no answer. */
  readonly error?: string
}

/** What stands before the reason when a running plugin broke. */
export const PLUGIN_ERROR = 'plugin error: '

/** Files of a run, in a folder that only it uses. */
export const requestFile = 'request.json'
export const answerFile = 'answer.json'

/** The words that make this program run a WebAssembly plugin, or fetch for one, in a process of its own. */
export const RUN_WORD = '__wasm'
export const FETCH_WORD = '__fetch'
