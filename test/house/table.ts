/** One row of the room table in docs/architecture.md. */
export interface Room {
  readonly name: string
  readonly mayImport: readonly string[]
  readonly isPure: boolean
}

/** Reads the room table out of the text of docs/architecture.md. Throws when no row is found. */
export function readRoomTable(markdown: string): ReadonlyMap<string, Room> {
  const rooms = new Map<string, Room>()
  for (const line of markdown.split('\n')) {
    const row = /^\| `([a-z]+)` \| .* \| (.*) \| (yes|no) \|$/.exec(line)
    if (row === null) continue
    const [, name, imports, pure] = row as unknown as [string, string, string, string]
    const mayImport = imports === '–' ? [] : imports.split(', ')
    rooms.set(name, { name, mayImport, isPure: pure === 'yes' })
  }
  if (rooms.size === 0) throw new Error('docs/architecture.md – no room table found')
  return rooms
}
