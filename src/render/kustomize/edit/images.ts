import type { Image } from '../file/types.ts'
import type { EditOperation } from './edit.ts'
import { refuse } from './refuse.ts'

/** Stands for what the file has already. */
const SAME = '*'

const BAD_IMAGE = `invalid format of image, use one of the following options:
- <image>=<newimage>:<newtag>
- <image>=<newimage>@<digest>
- <image>=<newimage>:<newtag>@<digest>
- <image>=<newimage>
- <image>:<newtag>
- <image>:<newtag>@<digest>
- <image>@<digest>`

/** `edit set image`. */
export const setImage: EditOperation = ({ args }) => {
  if (args.length === 0) refuse('no image specified')
  const given = new Map(args.map(readImage).map((image) => [image.name ?? '', image]))
  return {
    change: (file) => {
      const images = new Map(given)
      for (const old of file.images ?? []) {
        const name = old.name ?? ''
        const image = images.get(name)
        images.set(name, image === undefined ? old : withOld(image, old))
      }
      const rows = [...images].sort(([a], [b]) => (a < b ? -1 : 1))
      return { ...file, images: rows.map(([, image]) => withOld(image, {})) }
    },
  }
}

function withOld(image: Image, old: Image): Image {
  const { newName, newTag, digest } = image
  if (newName !== SAME && newTag !== SAME && digest !== SAME) return image
  return {
    name: image.name ?? '',
    newName: (newName === SAME ? old.newName : newName) ?? '',
    newTag: (newTag === SAME ? old.newTag : newTag) ?? '',
    digest: (digest === SAME ? old.digest : digest) ?? '',
  }
}

function readImage(word: string): Image {
  const equals = word.indexOf('=')
  const { name, tag, digest } = splitImage(equals < 0 ? word : word.slice(equals + 1))
  if (name === word) refuse(BAD_IMAGE)
  const key = equals < 0 ? '' : word.slice(0, equals)
  const rest = { newTag: tag, digest }
  return key === '' ? { name, ...rest } : { name: key, newName: name, ...rest }
}

/** An image's name, tag and digest; the colon of a port is not looked at. Source: kustomize api/internal/image. */
function splitImage(image: string): { name: string; tag: string; digest: string } {
  const slash = Math.max(image.indexOf('/'), 0)
  const at = image.indexOf('@', slash)
  const colon = image.indexOf(':', slash)
  if (at < 0 && colon < 0) return { name: image, tag: '', digest: '' }
  if (at < 0) return { name: image.slice(0, colon), tag: image.slice(colon + 1), digest: '' }
  const digest = image.slice(at + 1)
  if (colon < 0 || at < colon) return { name: image.slice(0, at), tag: '', digest }
  return { name: image.slice(0, colon), tag: image.slice(colon + 1, at), digest }
}
