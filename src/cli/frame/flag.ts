/**
 * The kinds of flag: `list` splits values at commas, `array` takes each value whole, `pairs` is a list of `key=value`;
 * all three may be repeated. `unsigned` is an integer from 0, `number` a string that holds a number.
 */
export type FlagKind =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'unsigned'
  | 'number'
  | 'duration'
  | 'list'
  | 'array'
  | 'pairs'

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
  /** What to say of any other value; default: the choices. */
  readonly otherwise?: string
  /** Accepted but left out of help. */
  readonly isHidden?: boolean
  /** What to use instead; a warning is printed when the flag is given. */
  readonly deprecated?: string
}

/** The default of a number that nothing stands for: help does not show it. */
export const UNSET = -1

/** Flags by name without dashes. */
export type Flags = Readonly<Record<string, Flag>>

/** What the parser gives for a flag. */
export type FlagValue<F extends Flag> = F['kind'] extends 'boolean'
  ? boolean
  : F['kind'] extends 'integer' | 'unsigned'
    ? number
    : F['kind'] extends 'list' | 'array' | 'pairs'
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
