const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
)

/** Whether a name is kept for the language and may not be a variable. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name)
}
