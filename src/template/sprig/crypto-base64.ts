const VALUES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Padded standard base64. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** Decodes padded standard base64, line breaks aside. Throws Go's `illegal base64 data at input byte 4`. */
export function decodeBase64(text: string): Uint8Array {
  const kept: string[] = []
  const places: number[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\n' || character === '\r') continue
    kept.push(character)
    places.push(at)
  }
  checkBase64(kept, places, text.length)
  return Buffer.from(kept.join(''), 'base64')
}

/** `places` are the positions of the characters in the text; Go tells the place of the first wrong one. */
function checkBase64(characters: readonly string[], places: readonly number[], length: number): void {
  const wrong = (index: number): Error =>
    new Error(`illegal base64 data at input byte ${index < places.length ? places[index] : length}`)
  const firstWrong = characters.findIndex((character) => !VALUES.includes(character))
  if (firstWrong < 0) {
    const rest = characters.length % 4
    if (rest !== 0) throw new Error(`illegal base64 data at input byte ${length - rest}`)
    return
  }
  const isPadding = characters[firstWrong] === '='
  const place = firstWrong % 4
  if (!isPadding || place < 2) throw wrong(firstWrong)
  let end = firstWrong + 1
  if (place === 2) {
    if (characters[end] === undefined) throw new Error(`illegal base64 data at input byte ${length}`)
    if (characters[end] !== '=') throw new Error(`illegal base64 data at input byte ${places[firstWrong]}`)
    end++
  }
  if (end < characters.length) throw wrong(end)
}
