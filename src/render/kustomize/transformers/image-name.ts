/** The parts of an image's name. Tag and digest are empty where the name has none. */
export interface ImageName {
  readonly name: string
  readonly tag: string
  readonly digest: string
}

/** Cuts `[[host[:port]/]component/]component[:tag][@digest]`: a colon before the first slash belongs to the host. */
export function splitImage(image: string): ImageName {
  const start = Math.max(image.indexOf('/'), 0)
  const at = image.indexOf('@', start)
  const colon = image.indexOf(':', start)
  if (at < 0 && colon < 0) return { name: image, tag: '', digest: '' }
  if (at >= 0 && (colon < 0 || at < colon)) return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) }
  const end = at < 0 ? image.length : at
  return { name: image.slice(0, colon), tag: image.slice(colon + 1, end), digest: image.slice(end + 1) }
}
