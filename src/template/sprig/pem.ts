/** A block of PEM: its label and the bytes in it. */
export interface PemBlock {
  readonly label: string
  readonly bytes: Uint8Array
}

const BLOCK = /^-----BEGIN ([^\r\n]*?)-----[ \t]*\r?\n/gm

/** Writes a block with lines of 64 characters. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes).toString('base64')
  const lines = base64.match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

/** The first well-formed block of a text, whatever stands around it; undefined when there is none. */
export function decodePem(text: string): PemBlock | undefined {
  BLOCK.lastIndex = 0
  for (let begin = BLOCK.exec(text); begin !== null; begin = BLOCK.exec(text)) {
    const label = begin[1] as string
    const end = text.indexOf(`-----END ${label}-----`, BLOCK.lastIndex)
    if (end < 0) continue
    const bytes = decodeBody(text.slice(BLOCK.lastIndex, end))
    if (bytes !== undefined) return { label, bytes }
  }
  return undefined
}

function decodeBody(body: string): Uint8Array | undefined {
  const base64 = withoutHeaders(body).replaceAll(/[ \t\r\n]/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined
  return Buffer.from(base64, 'base64')
}

/** Drops `Proc-Type: 4,ENCRYPTED` and the like. */
function withoutHeaders(body: string): string {
  let rest = body
  while (/^[^\n]*:/.test(rest)) rest = rest.slice(rest.indexOf('\n') + 1 || rest.length)
  return rest
}
