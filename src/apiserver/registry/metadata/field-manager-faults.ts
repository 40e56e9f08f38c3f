import type { Finding } from '#kube'

/** What is wrong with the name of a field manager: too long, or not printable (ValidateFieldManager). */
export function findFieldManagerFaults(manager: string, field: string): readonly Finding[] {
  const findings: Finding[] = []
  if (Buffer.byteLength(manager) > maxFieldManager) {
    findings.push({ field, type: 'too-long', detail: `may not be more than ${maxFieldManager} bytes` })
  }
  let position = 0
  for (const character of manager) {
    if (!isPrintable(character)) {
      const detail = `invalid character ${codeText(character)} (at position ${position})`
      findings.push({ field, type: 'invalid', value: manager, detail })
    }
    position += Buffer.byteLength(character)
  }
  return findings
}

/** The manager of a write that names none: what stands before the first slash of the User-Agent. */
export function managerOfUserAgent(userAgent: string): string {
  let manager = ''
  let sizeBytes = 0
  for (const character of userAgent.split('/', 1)[0] ?? '') {
    if (!isPrintable(character)) continue
    sizeBytes += Buffer.byteLength(character)
    if (sizeBytes > maxFieldManager) break
    manager += character
  }
  return manager
}

const maxFieldManager = 128

/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and the plain space. */
function isPrintable(character: string): boolean {
  return character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)
}

/** Go's `%#U`: `U+000A`, and the character in quotes where it can be shown. */
function codeText(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
