/** A block of PEM: its label and the bytes in it. */
export interface PemBlock {
  readonly label: string
  readonly bytes: Uint8Array
}

const BEGIN = '-----BEGIN '
const END = '-----END '
const DASHES = '-----'

/** The well-formed blocks of a text, in order; what stands around them is passed over. Takes time linear in the text. */
export function readPem(text: string): PemBlock[] {
  const blocks: PemBlock[] = []
  for (let begin = text.indexOf(BEGIN); begin >= 0; ) {
    const end = text.indexOf(END, begin)
    if (end < 0) break
    const block = blockOf(text.slice(begin + BEGIN.length, end), text.slice(end + END.length, end + 128))
    if (block !== undefined) blocks.push(block)
    begin = text.indexOf(BEGIN, end)
  }
  return blocks
}

/** `head` is the text between BEGIN and END, `tail` what follows END. */
function blockOf(head: string, tail: string): PemBlock | undefined {
  const labelEnd = head.indexOf(DASHES)
  const label = head.slice(0, labelEnd)
  if (labelEnd < 0 || label.includes('\n') || !tail.startsWith(`${label}${DASHES}`)) return undefined
  const lines = head.slice(labelEnd + DASHES.length).split('\n')
  const base64 = lines
    .filter((line) => !line.includes(':'))
    .join('')
    .replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined
  return { label, bytes: bytesOf(base64) }
}

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64)
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** Writes a block with lines of 64 characters. */
export function writePem(label: string, bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  const lines = btoa(binary).match(/.{1,64}/g) ?? []
  return `${BEGIN}${label}${DASHES}\n${lines.join('\n')}\n${END}${label}${DASHES}\n`
}
