/** How the two versions of the library that Kubernetes' tools use differ, and what a caller may allow. */
export interface JsonPatchOptions {
  /** Which version's behaviour and texts: kustomize, kubectl and the API server have 4. */
  readonly version?: 4 | 5
  /** Whether `-1` is the last item; on unless said otherwise. */
  readonly allowsNegativeIndex?: boolean
  /** Version 5 only: `remove` of what is not there does nothing. */
  readonly allowsMissingOnRemove?: boolean
  /** Version 5 only: `add` makes the maps and lists above its path. */
  readonly makesPath?: boolean
  /** Most bytes of JSON that `copy` may add; the API server sets a limit, kustomize does not. */
  readonly maxCopyBytes?: number
}

/** The options of one run, all set. */
export interface Settings {
  readonly isVersion5: boolean
  readonly allowsNegativeIndex: boolean
  readonly allowsMissingOnRemove: boolean
  readonly makesPath: boolean
  readonly maxCopyBytes: number
}

/** Fills in what the caller left out. */
export function settingsOf(options: JsonPatchOptions): Settings {
  const isVersion5 = options.version === 5
  return {
    isVersion5,
    allowsNegativeIndex: options.allowsNegativeIndex ?? true,
    allowsMissingOnRemove: isVersion5 && options.allowsMissingOnRemove === true,
    makesPath: isVersion5 && options.makesPath === true,
    maxCopyBytes: options.maxCopyBytes ?? 0,
  }
}
