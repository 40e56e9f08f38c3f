import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const skipped = /_test\.go$|^zz_generated|^generated\.pb|_swagger_doc_generated\.go$|^generated\.protomessage|_fuzz\.go$/

/**
 * Reads the types and text constants of one Go package. gofmt's layout is relied on: a declaration starts a line, a
 * member of a struct is one line behind one tab. Returns `types` (by name: struct members, or the type it stands for, and
 * comment lines), `constants` (by name: type, value, comment lines) and `messages`, the names of its protobuf messages.
 */
export function readPackage(folder) {
  const source = { types: new Map(), constants: new Map(), messages: readMessages(folder), unmarshals: new Set() }
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.go') || skipped.test(file)) continue
    const text = readFileSync(join(folder, file), 'utf8')
    if (/^\/\/go:build (?!!)/m.test(text)) continue
    readFile(text.split('\n'), source)
  }
  return source
}

function readMessages(folder) {
  try {
    const text = readFileSync(join(folder, 'generated.proto'), 'utf8')
    return new Set([...text.matchAll(/^message (\w+)/gm)].map((match) => match[1]))
  } catch {
    return new Set()
  }
}

function readFile(lines, source) {
  const imports = readImports(lines)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    const method = /^func \(\w* ?\*?(\w+)\) UnmarshalJSON\(/.exec(line)
    if (method !== null) source.unmarshals.add(method[1])
    const struct = /^type (\w+) struct \{$/.exec(line)
    if (struct !== null) {
      const end = lines.indexOf('}', at)
      const members = readMembers(lines.slice(at + 1, end), imports)
      source.types.set(struct[1], { members, comment: commentAbove(lines, at, '//'), imports })
      at = end
      continue
    }
    const empty = /^type (\w+) struct ?\{\}$/.exec(line)
    if (empty !== null) source.types.set(empty[1], { members: [], comment: commentAbove(lines, at, '//'), imports })
    const named = /^type (\w+) (=? ?)([\w.[\]*]+)( *\/\/.*)?$/.exec(line)
    if (named !== null) source.types.set(named[1], { stands: named[3], comment: commentAbove(lines, at, '//'), imports })
    readConstant(lines, at, source, imports)
  }
}

function readImports(lines) {
  const imports = new Map()
  for (const line of lines) {
    const match = /^(?:import |\t)(?:(\w+) )?"([\w./-]+)"$/.exec(line)
    if (match !== null) imports.set(match[1] ?? match[2].split('/').at(-1), match[2])
    if (line.startsWith('type ') || line.startsWith('func ')) break
  }
  return imports
}

function readConstant(lines, at, source, imports) {
  const match = /^(?:const |\t)(\w+)\s+([\w.]+)?\s*= (?:([\w.]+)\()?("(?:[^"\\]|\\.)*")\)?( *\/\/.*)?$/.exec(lines[at])
  if (match === null) return
  const comment = commentAbove(lines, at, lines[at].startsWith('\t') ? '\t//' : '//')
  source.constants.set(match[1], { type: match[2] ?? match[3], value: JSON.parse(match[4]), comment, imports })
}

function readMembers(lines, imports) {
  const members = []
  for (const [at, line] of lines.entries()) {
    const match = /^\t(?:(\w+) +)?([\w.[\]*{}]+)(?: +`([^`]*)`)?(?: *\/\/.*)?$/.exec(line)
    if (match === null) continue
    const [, name, type, tags = ''] = match
    const json = /json:"([^"]*)"/.exec(tags)?.[1]
    const protobuf = /protobuf:"([^"]*)"/.exec(tags)?.[1]
    members.push({ name, type, json, protobuf, comment: commentAbove(lines, at, '\t//'), imports })
  }
  return members
}

/** The lines of the comment that touches a declaration, as Go's ast.CommentGroup.Text gives them. */
function commentAbove(lines, at, mark) {
  let first = at
  while (first > 0 && lines[first - 1].startsWith(mark)) first--
  const texts = lines
    .slice(first, at)
    .map((line) => line.slice(mark.length))
    .filter((line) => !/^[a-z0-9]+:[a-z0-9]/.test(line))
    .map((line) => line.replace(/^ /, '').trimEnd())
  return texts.filter((text, index) => text !== '' || (index > 0 && texts[index - 1] !== ''))
}
