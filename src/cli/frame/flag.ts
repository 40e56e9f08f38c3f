/** The kinds of flag: `list` splits values at commas, `array` takes each value whole; both may be repeated. */
export type FlagKind = 'string' | 'boolean' | 'integer' | 'duration' | 'list' | 'array'

/** One flag, as data: the parser, help and completion all read it. */
export interface Flag {
  readonly kind: FlagKind
  readonly summary: string
  readonly short?: string
  /** Word for the value in help: `file`, `string`. */
  readonly value?: string
  readonly default?: string | number | boolean | readonly string[]
  /** Value taken when the flag stands alone (`--wait` for `--wait=watcher`): such a flag never takes the next word. */
  readonly bare?: string
  /** The only values allowed. */
  readonly choices?: readonly string[]
  /** Accepted but left out of help. */
  readonly isHidden?: boolean
  /** What to use instead; a warning is printed when the flag is given. */
  readonly deprecated?: string
}

/** Flags by name without dashes. */
export type Flags = Readonly<Record<string, Flag>>

/** What the parser gives for a flag. */
export type FlagValue<F extends Flag> = F['kind'] extends 'boolean'
  ? boolean
  : F['kind'] extends 'integer'
    ? number
    : F['kind'] extends 'list' | 'array'
      ? readonly string[]
      : F extends { readonly choices: readonly (infer Choice)[]; readonly default: string }
        ? Choice
        : F extends { readonly default: string }
          ? string
          : string | undefined

/** The parsed command line. `given` holds the names of flags that stood on it. */
export interface Input<F extends Flags = Flags> {
  readonly args: readonly string[]
  readonly flags: { readonly [Name in keyof F]: FlagValue<F[Name]> }
  readonly given: ReadonlySet<string>
}
